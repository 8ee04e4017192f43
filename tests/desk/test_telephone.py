"""The seller's telephone and hours, from the desk's form to the centre and what the hotline does by them (C-36, S1-27)."""

from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_urlconf, set_urlconf
from django.utils import translation

from tests.accounts.confirming import confirmed
from tests.centre import stage
from tests.centre.api.conftest import token_for
from tests.desk.test_with_the_centre import CENTRE, _one_process, over_http
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.hotline.contacts import contact_of
from zgoda.centre.hotline.models import SellerContact
from zgoda.desk.allegro import client as client_module
from zgoda.desk.allegro.roots import single_host
from zgoda.desk.cases import connecting
from zgoda.desk.people.models import AuditEntry
from zgoda.desk.store.models import Connection, ConnectionState, Member, MemberRole, Shop
from zgoda.desk.store.secret import Secret
from zgoda.engine import clock

__all__ = ["_one_process"]

pytestmark = pytest.mark.django_db

WEEK = {"day0": "8-12, 13:00-18", "day5": "9:00–13:00", "day6": ""}
FORM = {"phone": "+48 22 555 01 23", "email": "shop@example.com", **WEEK}


@pytest.fixture(autouse=True)
def _a_request_within_a_request(_one_process: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The centre answers while the desk's own request is under way, whose addresses and language must stay."""

    def answered(request: httpx2.Request) -> httpx2.Response:
        addresses, language = get_urlconf(), translation.get_language()
        try:
            return over_http(request)
        finally:
            set_urlconf(addresses)
            translation.activate(language or "en")

    http = httpx2.Client(transport=httpx2.MockTransport(answered))
    monkeypatch.setattr(client_module, "http", lambda: http)


@pytest.fixture
def row() -> Connection:
    seller = stage.account("seller", stage.Role.SELLER)
    made = connecting.draft(
        Shop.objects.create(name="Shop"), name="Centre", roots=single_host(CENTRE), client_id="x", client_secret="y"
    )
    made.access_token = Secret(token_for(seller, "allegro:api:messaging"))
    made.access_expires_at = clock.real_now().replace(year=2100)
    made.state, made.capabilities = ConnectionState.CONNECTED, {"features": ["seller-contact"]}
    made.save()
    return made


@pytest.fixture
def desk(row: Connection) -> Client:
    owner = User.objects.create_user("ola", language="en")
    Member.objects.create(user=owner, shop=row.shop, role=MemberRole.OWNER)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(owner)
    return confirmed(browser)


def ask(desk: Client, row: Connection, form: dict[str, str] | None = None, path: str = "/contact") -> HttpResponse:
    half: dict[str, Any] = {"zgoda.half": "desk"}
    address = f"/connections/{row.pk}{path}"
    return desk.get(address, **half) if form is None else desk.post(address, form, **half)  # type: ignore[return-value]


@rule("C-36", "S1-27")
def test_what_the_seller_says_counts_for_the_hotline(desk: Client, row: Connection) -> None:
    page = ask(desk, row).content.decode()
    assert 'value="8:00–16:00"' in page, "the usual hours"
    assert "/contact" in ask(desk, row, path="").content.decode()
    for _ in range(2):
        assert ask(desk, row, FORM).status_code == 302
    told = contact_of(User.objects.get(username="seller"))
    assert (told.phone, told.email) == (FORM["phone"], FORM["email"])
    assert told.week == (((480, 720), (780, 1080)), (), (), (), (), ((540, 780),), ())
    saturday = datetime(2026, 3, 7, 9, 30, tzinfo=UTC)
    assert told.hours.is_open(saturday)
    page = ask(desk, row).content.decode()
    assert "8:00–12:00, 13:00–18:00" in page
    entry = AuditEntry.objects.latest("pk")
    assert (entry.what, entry.details.get("act")) == ("CONNECTION_CHANGED", "contact")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phone": "call me"}, "Write the number with digits"),
        ({"day2": "from nine"}, "Write times like"),
        ({"email": "nobody"}, "This is not an e-mail address"),
    ],
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(
    desk: Client, row: Connection, wrong: dict[str, str], sentence: str
) -> None:
    answer = ask(desk, row, {**FORM, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert next(iter(wrong.values())) in answer.content.decode()
    assert not SellerContact.objects.exists()


@pytest.mark.parametrize("how", ["not offered", "paused", "stopped", "not reached"])
def test_where_it_cannot_be_set_there_is_no_form(desk: Client, row: Connection, how: str) -> None:
    if how == "not offered":
        Connection.objects.update(capabilities=None)
        assert "/contact" not in ask(desk, row, path="").content.decode()
    elif how == "paused":
        Connection.objects.update(state=ConnectionState.PAUSED)
    elif how == "stopped":
        Shop.objects.update(stopped_at=clock.real_now())
    else:
        Connection.objects.update(access_token=Secret("dead"), refresh_token="")
    page = ask(desk, row).content.decode()
    assert 'name="phone"' not in page
    ask(desk, row, FORM)
    assert not SellerContact.objects.exists()


def test_only_who_sets_the_shop_up_comes_here(desk: Client, row: Connection) -> None:
    Member.objects.update(role=MemberRole.AGENT)
    assert ask(desk, row).status_code == 404
    assert "/contact" not in ask(desk, row, path="").content.decode()
