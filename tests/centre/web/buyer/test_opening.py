"""Opening a Discussion: what the form asks, what it says when something is missing, and that it counts once."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.centre import stage
from tests.centre.stage import BOUGHT, OPENED
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, token, words
from tests.marks import rule
from zgoda.centre.store.cases import discussion
from zgoda.centre.store.models import Case, CaseMessage, Order, OrderLine
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.expectation import Solution
from zgoda.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_stay_here(settings, tmp_path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def picture(colour: str = "red", name: str = "cup.png") -> SimpleUploadedFile:
    raw = BytesIO()
    Image.new("RGB", (8, 8), colour).save(raw, "PNG")
    return SimpleUploadedFile(name, raw.getvalue(), "image/png")


def send(client: Client, bought: UUID, /, **fields: object):
    return client.post(f"/purchases/{bought}/report", {"token": str(uuid4()), "send": "1", **fields})


@rule("S0-05")
def test_without_a_reason_it_is_refused_and_everything_typed_is_kept(buyer: Client, at: At) -> None:
    answer = send(buyer, stage.line(), details="It is <b>broken</b>")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words(html).count("Choose a reason.") == 2, "once in the summary, once at the field"
    assert 'href="#id_group"' in html
    assert 'id="id_group"' in html
    assert "It is &lt;b&gt;broken&lt;/b&gt;</textarea>" in html
    assert not Case.objects.exists()


def test_a_reason_with_sub_reasons_asks_for_one(buyer: Client, at: At) -> None:
    line = stage.line()
    html = buyer.post(f"/purchases/{line}/report", {"group": "INCOMPLETE", "details": "kept"}).content.decode()
    assert "No product in the parcel" in words(html)
    assert "kept</textarea>" in html
    assert "to correct" not in words(html), "asking for the next question is no mistake"
    assert "Choose what exactly is wrong." in words(send(buyer, line, group="INCOMPLETE").content.decode())


def test_a_sub_reason_of_another_reason_does_not_count(buyer: Client, at: At) -> None:
    answer = send(buyer, stage.line(), group="INCOMPLETE", reason="NOT_AS_DESCRIBED")
    assert answer.status_code == 422
    assert not Case.objects.exists()


@rule("S0-06")
def test_a_product_that_is_not_in_the_purchase_is_no_product(buyer: Client, at: At) -> None:
    answer = send(buyer, stage.line(), group="OTHER", line=str(uuid4()))
    assert answer.status_code == 422
    assert "Choose the product it is about." in words(answer.content.decode())


def test_of_a_combined_purchase_the_other_sellers_product_may_be_chosen(buyer: Client, at: At) -> None:
    first, second = stage.line("Kettle"), stage.line("Teapot")
    Order.objects.update(purchase_id=uuid4())
    html = page(buyer, f"/purchases/{first}/report")
    assert html.index("Kettle") < html.index("Teapot")
    answer = send(buyer, first, group="OTHER", line=str(second))
    assert answer.status_code == 302
    assert Case.objects.get().line_id == second


@rule("S0-46")
def test_a_problem_with_the_product_needs_a_solution(buyer: Client, at: At) -> None:
    answer = send(buyer, stage.line(), group="PRODUCT_PROBLEM", reason="NOT_AS_DESCRIBED")
    assert answer.status_code == 422
    assert "Choose the solution you expect." in words(answer.content.decode())


@rule("S0-48")
def test_the_form_offers_exactly_four_solutions_and_only_for_a_problem_with_the_product(buyer: Client, at: At) -> None:
    line = stage.line()
    asked = buyer.post(f"/purchases/{line}/report", {"group": "PRODUCT_PROBLEM"}).content.decode()
    assert asked.count('name="solution"') == 4
    assert all(f'name="solution" value="{code}"' in asked for code in Solution)
    assert "The seller may expect you to return the product." in words(asked)
    other = buyer.post(f"/purchases/{line}/report", {"group": "OTHER"}).content.decode()
    assert 'name="solution"' not in other


@rule("S0-49")
@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({}, "Say how much you want back: an amount or a fraction of the price."),
        ({"amount": "40", "share": "1/2"}, "Give either an amount or a fraction, not both."),
        ({"amount": "199.00"}, "less than the whole price. The whole price is PLN 199.00."),
        ({"amount": "many"}, "Write the amount in digits, for example 40.00."),
        ({"amount": "0"}, "more than nothing"),
    ],
)
def test_a_partial_refund_needs_an_amount_or_a_fraction(
    buyer: Client, at: At, part: dict[str, str], sentence: str
) -> None:
    fields = {"group": "PRODUCT_PROBLEM", "reason": "NOT_AS_DESCRIBED", "solution": "PARTIAL_REFUND", **part}
    answer = send(buyer, stage.line(), **fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in words(html).replace("\xa0", "")
    assert f'value="{part.get("amount", "")}"' in html


@pytest.mark.parametrize(
    ("part", "minor"), [({"amount": "40,5"}, 4050), ({"amount": "1 0 0"}, 10000), ({"share": "1/4"}, 4975)]
)
def test_an_amount_or_a_fraction_is_taken_as_written(buyer: Client, at: At, part: dict[str, str], minor: int) -> None:
    fields = {"group": "PRODUCT_PROBLEM", "reason": "NOT_AS_DESCRIBED", "solution": "PARTIAL_REFUND", **part}
    assert send(buyer, stage.line(), **fields).status_code == 302
    case = discussion(Case.objects.get())
    assert case.expectation is not None
    value = case.expectation.money(case.purchase.line_price)
    assert value is not None
    assert value.minor == minor


@rule("S0-07")
def test_it_opens_with_the_platforms_message_and_the_buyers_words(buyer: Client, at: At) -> None:
    answer = send(buyer, stage.line("Kettle"), group="OTHER", details="The lid is missing")
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/discussions/{case.id}"
    html = page(buyer, f"/discussions/{case.id}")
    text = words(html)
    assert "You opened a Discussion. Reason: My reason is not on the list. Product: Kettle." in text
    assert "The lid is missing" in text
    assert "The Discussion is open. The seller was told" in html


@rule("S0-04")
def test_too_early_the_page_says_from_when_and_has_no_form(buyer: Client, at: At) -> None:
    line = stage.line()
    at(BOUGHT)
    html = page(buyer, f"/purchases/{line}/report")
    assert "Possible from Mon 2 Mar, 11:00." in words(html)
    assert "<textarea" not in html
    refused = send(buyer, line, group="OTHER")
    assert refused.status_code == 422
    assert not Case.objects.exists()


def test_a_second_discussion_about_a_line_is_refused_with_the_way_to_the_first(buyer: Client, at: At) -> None:
    case = stage.opened()
    html = page(buyer, f"/purchases/{case.purchase.line_id}/report")
    assert "There is already an open Discussion about this product." in words(html)
    assert f'href="/discussions/{case.id}"' in html


def test_files_are_kept_when_something_else_is_missing(buyer: Client, at: At) -> None:
    line = stage.line()
    html = send(buyer, line, files=[picture()]).content.decode()
    kept = StoredFile.objects.get()
    assert f'name="file" value="{kept.id}" checked' in html
    assert send(buyer, line, group="OTHER", file=str(kept.id)).status_code == 302
    assert CaseMessage.objects.get().attachments.get().file_id == kept.id


def test_a_file_of_another_kind_is_refused_by_its_name_as_text(buyer: Client, at: At) -> None:
    bad = SimpleUploadedFile("<img src=x>.png", b"MZ not a picture", "image/png")
    answer = send(buyer, stage.line(), group="OTHER", files=[bad])
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "&lt;img src=x&gt;.png" in html
    assert "<img src=x>" not in html
    assert not Case.objects.exists()


def test_more_files_than_the_rules_take_are_refused(buyer: Client, at: At) -> None:
    files = [picture(colour) for colour in ("red", "blue", "green", "white", "black", "yellow")]
    answer = send(buyer, stage.line(), group="OTHER", files=files)
    assert answer.status_code == 422
    assert "Too many files." in words(answer.content.decode())
    assert "The limit is 5." in words(answer.content.decode())


def test_somebody_elses_file_is_not_attached(buyer: Client, at: At) -> None:
    foreign = StoredFile.objects.create(
        owner_id=999, name="x.png", declared_size=1, size=1, state="SAFE", created_at=OPENED
    )
    assert send(buyer, stage.line(), group="OTHER", file=str(foreign.id)).status_code == 302
    assert not CaseMessage.objects.get().attachments.exists()


def test_the_form_sent_twice_opens_once(buyer: Client, at: At) -> None:
    line = stage.line()
    fields = {"token": str(uuid4()), "send": "1", "group": "OTHER", "details": "Twice"}
    first = buyer.post(f"/purchases/{line}/report", {**fields, "files": [picture()]})
    second = buyer.post(f"/purchases/{line}/report", {**fields, "files": [picture()]})
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert (Case.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_after_a_mistake_the_form_has_a_new_token(buyer: Client, at: At) -> None:
    answer = send(buyer, stage.line(), token="11111111-1111-4111-8111-111111111111")
    assert token(answer.content.decode()) != "11111111-1111-4111-8111-111111111111"


def test_too_long_details_are_refused_with_the_limit(buyer: Client, at: At) -> None:
    answer = send(buyer, stage.line(), group="OTHER", details="x" * 20_001)
    assert answer.status_code == 422
    assert "The limit is 20,000." in words(answer.content.decode())


def test_a_line_that_is_not_the_buyers_is_no_page(buyer: Client, at: At) -> None:
    line = stage.line()
    Order.objects.update(buyer=stage.account("other", Role.BUYER))
    page(buyer, f"/purchases/{line}/report", status=404)
    assert send(buyer, line, group="OTHER").status_code == 404
    page(buyer, f"/purchases/{uuid4()}/report", status=404)


@rule("S0-11", "S0-21")
def test_in_a_year_without_calendar_nobody_is_turned_away(buyer: Client, at: At) -> None:
    """G-13: the form and the page before a re-opening name a date all the same, and the case opens."""
    line = stage.line()
    OrderLine.objects.filter(pk=line).update(bought_at=datetime(2031, 6, 2, 9, tzinfo=UTC))
    at(datetime(2031, 6, 3, 9, tzinfo=UTC))
    assert buyer.get(f"/purchases/{line}/report").status_code == 200
    assert send(buyer, line, group="OTHER", details="Broken").status_code == 302
    case = Case.objects.get()
    assert buyer.get(f"/discussions/{case.pk}").status_code == 200
    assert buyer.post(f"/discussions/{case.pk}/resolve", {"token": str(uuid4())}).status_code == 302
    assert "4 Jun" in words(page(buyer, f"/discussions/{case.pk}/reopen")).replace("\xa0", " ")


@rule("S1-56")
def test_a_second_delivery_problem_of_a_combined_purchase_leads_to_the_discussion_that_is_open(
    buyer: Client, at: At
) -> None:
    """As soon as the reason is chosen, and again when it was sent all the same; other reasons go on."""
    first, second = stage.combined()
    open_one = stage.opened(line_id=first, reason="NO_PRODUCT_RECEIVED")
    asked = buyer.post(f"/purchases/{second}/report", {"group": "NOT_RECEIVED"}).content.decode()
    assert f'href="/discussions/{open_one.id}"' in asked
    assert "A Discussion about the delivery of this purchase is open" in words(asked)
    refused = send(buyer, second, group="NOT_RECEIVED")
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "already an open Discussion about the delivery of this purchase. Write there, also about" in words(html)
    assert f'href="/discussions/{open_one.id}"' in html
    assert send(buyer, second, group="OTHER").status_code == 302
    assert Case.objects.filter(hidden=True).count() == 1


@rule("S1-56")
def test_when_it_ended_another_may_be_opened(buyer: Client, at: At) -> None:
    first, second = stage.combined()
    stage.done(stage.opened(line_id=first, reason="NO_PRODUCT_RECEIVED"), c.MarkResolved(by=stage.buyer()), OPENED)
    assert "purchase is open" not in words(page(buyer, f"/purchases/{second}/report?group=NOT_RECEIVED"))
    assert send(buyer, second, group="NOT_RECEIVED").status_code == 302
    assert Case.objects.filter(hidden=True).count() == 2


@rule("S1-38")
@pytest.mark.parametrize(
    ("fulfilled", "chosen", "told"),
    [
        (False, {}, "The seller is told at once"),
        (True, {}, "The seller, or the Warehouse that sends this order, is told at once"),
        (
            True,
            {"group": "INCOMPLETE", "reason": "NO_PRODUCT_IN_PARCEL"},
            "The Warehouse, which sends this order, is told",
        ),
        (
            True,
            {"group": "INCOMPLETE", "reason": "NO_PROOF_OF_PURCHASE_MANUAL_OR_WARRANTY"},
            "The seller is told at once",
        ),
    ],
)
def test_the_form_says_who_will_answer(
    buyer: Client, at: At, fulfilled: bool, chosen: dict[str, str], told: str
) -> None:
    line = stage.line(fulfilled=fulfilled)
    assert told in words(buyer.post(f"/purchases/{line}/report", chosen).content.decode())


@pytest.mark.parametrize(("fulfilled", "who"), [(False, "seller"), (True, "Warehouse")])
def test_afterwards_it_says_who_was_told(buyer: Client, at: At, fulfilled: bool, who: str) -> None:
    line = stage.line(fulfilled=fulfilled)
    answer = send(buyer, line, group="INCOMPLETE", reason="NO_PRODUCT_IN_PARCEL", details="Empty")
    assert f"The {who} was told and will answer here." in page(buyer, answer.headers["Location"])
