"""Customers' records: which field holds the login, and the two addresses of a buyer."""

import pytest

from tests.marks import rule
from zgoda.domain.customers import Addresses, FieldType, address_key, addresses_of, login_key, may_hold_login


@rule("S3-09", "S3-10")
@pytest.mark.parametrize("kind", list(FieldType))
def test_only_a_text_field_holds_the_login(kind: FieldType) -> None:
    assert may_hold_login(kind) == (kind == "TEXT")


@rule("S3-05")
def test_logins_are_compared_without_case_and_space() -> None:
    assert login_key(" Anna_K ") == login_key("anna_k") != login_key("anna-k")


@rule("S3-42")
def test_address_with_the_hashed_order_part_gives_two() -> None:
    found = addresses_of("8awgqyk6a5+cub31c122@allegromail.pl")
    assert found == Addresses("8awgqyk6a5@allegromail.pl", "8awgqyk6a5+cub31c122@allegromail.pl")
    assert found.all == ("8awgqyk6a5@allegromail.pl", "8awgqyk6a5+cub31c122@allegromail.pl")


@rule("S3-42")
@pytest.mark.parametrize(
    ("email", "known"),
    [
        ("8awgqyk6a5@allegromail.pl", ("8awgqyk6a5@allegromail.pl",)),
        ("x1+@user.allegrogroup.pl", ("x1@user.allegrogroup.pl",)),
        ("+part@allegromail.pl", ()),
        ("no address", ()),
        ("", ()),
    ],
)
def test_address_without_an_order_part_gives_its_bare_form_alone(email: str, known: tuple[str, ...]) -> None:
    found = addresses_of(email)
    assert (found.all if found else ()) == known


@rule("S3-42")
def test_one_buyer_is_recognised_by_the_part_before_the_plus() -> None:
    one = address_key("8awgqyk6a5+cub31c122@allegromail.pl")
    assert one == address_key("8AWGQYK6A5+other@AllegroMail.pl") == address_key("8awgqyk6a5@allegromail.pl")
    assert one != address_key("8awgqyk6a6+cub31c122@allegromail.pl")
    assert address_key("nobody") == ""
