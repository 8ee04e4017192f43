"""The set-up as an administrator meets it: the field, the account, its consent, the settings, the two buttons."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.accounts.confirming import confirmed
from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.server import API
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.cases import schedule
from zgoda.desk.crm.models import CustomField, Integration, Ticket
from zgoda.desk.store.models import Connection, DeskCase, Member, MemberRole

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]

DISCUSSIONS = "/administration/integrations/allegro-discussions"


def words(browser: Client, path: str) -> str:
    page = browser.get(path)
    assert page.status_code == 200
    return seen(page.content)


def seen(content: bytes) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content.decode())).split())


@pytest.fixture
def owner(agent: User, connection: Connection) -> Client:
    Member.objects.create(user=agent, shop=connection.shop, role=MemberRole.OWNER)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(agent)
    return confirmed(browser)


@pytest.fixture
def drafted(owner: Client, field: CustomField, connection: Connection) -> Integration:
    owner.post(f"{DISCUSSIONS}/new", {"connection": connection.pk})
    return Integration.objects.get()


def form(field: CustomField, **changes: object) -> dict[str, object]:
    return {
        "name": "Main account",
        "field": str(field.pk),
        "queue": "Marketplace",
        "category": "Discussion",
        "resolved_to": "CLOSED",
        "unresolved_to": "WAITING",
        "closure_message": "Is it solved?",
        "footer": "",
        "automatic_answer": "",
        "arms": ["REPLIES", "AUTOMATIC"],
        "then": "save",
    } | changes


def page_of(integration: Integration) -> str:
    return f"{DISCUSSIONS}/{integration.pk}"


@rule("S3-10", "S3-11")
def test_field_is_added_under_administration_crm_custom_fields(owner: Client) -> None:
    shown = words(owner, "/administration")
    assert shown.index("CRM") < shown.index("Custom fields")
    assert "Add a field" in words(owner, "/administration/fields")
    added = owner.post("/administration/fields/new", {"name": "Login w Allegro", "kind": "TEXT"}, follow=True)
    assert "Login w Allegro Text yes" in seen(added.content)
    again = owner.post("/administration/fields/new", {"name": "Login w Allegro", "kind": "TEXT"})
    assert (again.status_code, CustomField.objects.count()) == (422, 1)


@rule("S3-12")
def test_integration_stands_under_advanced_integrations_e_commerce(owner: Client) -> None:
    shown = words(owner, "/administration")
    assert shown.index("Advanced") < shown.index("Integrations")
    shown = words(owner, "/administration/integrations")
    assert shown.index("E-commerce") < shown.index("Allegro Discussions")


@rule("S3-13", "S3-14", "S3-15", "S3-24")
def test_consent_leads_to_the_account_and_back_to_the_set_up_and_reading_waits_for_the_start(
    owner: Client, field: CustomField, connection: Connection, server: FakeAllegro
) -> None:
    Connection.objects.update(state="NEEDS_CONSENT", user_id="", login="")
    owner.post(f"{DISCUSSIONS}/new", {"connection": connection.pk})
    draft = Integration.objects.get()
    assert "Authorise" in words(owner, page_of(draft))
    asked = owner.post(f"/connections/{connection.pk}/consent", {"to": "integration"})
    query = parse_qs(urlsplit(asked.headers["location"]).query)
    server.codes["c-1"] = ""
    back = owner.get(f"/connections/return?state={query['state'][0]}&code=c-1", follow=True)
    assert back.redirect_chain[-1][0] == page_of(draft)
    shown = seen(back.content)
    assert "Authorised: shop has approved access." in shown
    assert "Re-authenticate" in shown
    assert Connection.objects.get().state == "PAUSED"
    owner.post(page_of(draft), form(field, then="start"))
    assert Connection.objects.get().state == "CONNECTED"


@rule("S3-16", "S3-17", "S3-18", "S3-19", "S3-20", "S3-21", "S3-22")
def test_settings_are_kept_as_they_were_filled_in(drafted: Integration, owner: Client, field: CustomField) -> None:
    owner.post(page_of(drafted), form(field))
    drafted.refresh_from_db()
    assert drafted.queue is not None
    assert drafted.category is not None
    assert (
        drafted.name,
        drafted.login_field_id,
        drafted.queue.name,
        drafted.category.name,
        drafted.resolved_to,
        drafted.unresolved_to,
        drafted.closure_message,
        drafted.arms,
    ) == (
        "Main account",
        field.pk,
        "Marketplace",
        "Discussion",
        "CLOSED",
        "WAITING",
        "Is it solved?",
        ["AUTOMATIC", "REPLIES"],
    )


@rule("S3-09", "S3-17")
@pytest.mark.parametrize("kind", ["NUMBER", "DATE", "YES_NO"])
def test_login_field_of_another_type_is_refused_with_a_sentence(
    drafted: Integration, owner: Client, connection: Connection, clock: DeskClock, kind: str
) -> None:
    wrong = CustomField.objects.create(shop=connection.shop, name="Other", kind=kind, created_at=clock.now)
    answer = owner.post(page_of(drafted), form(wrong))
    assert answer.status_code == 422
    assert "The login must stand in a field of type Text" in seen(answer.content)
    drafted.refresh_from_db()
    assert drafted.saved_at is None


@rule("S3-21", "C-04")
def test_unresolved_cannot_be_mapped_to_an_end(drafted: Integration, owner: Client, field: CustomField) -> None:
    answer = owner.post(page_of(drafted), form(field, unresolved_to="CLOSED"))
    assert answer.status_code == 422
    assert "An unresolved Discussion has not ended" in seen(answer.content)


@rule("S3-23", "S3-24")
def test_save_waits_and_save_and_start_imports_and_arms_what_was_ticked(
    drafted: Integration, owner: Client, field: CustomField, server: FakeAllegro, clock: DeskClock
) -> None:
    server.open_issue()
    server.close(server.open_issue(login="marek"))
    Connection.objects.update(state="PAUSED", writers={})
    shown = words(owner, page_of(drafted))
    assert "Save Save and start" in shown
    owner.post(page_of(drafted), form(field, arms=[]))
    schedule.tick(clock.now)
    assert (Integration.objects.get().running, DeskCase.objects.count()) == (False, 0)
    owner.post(page_of(drafted), form(field, then="start"))
    schedule.tick(clock.now)
    assert {case.ended for case in DeskCase.objects.all()} == {True, False}
    row = Connection.objects.get()
    armed = {writer for writer, mode in row.writers.items() if mode == "ARMED"}
    assert (Ticket.objects.count(), armed) == (2, {"REPLIES", "AUTOMATIC"})


@rule("S3-23")
def test_start_without_the_tick_sends_nothing(drafted: Integration, owner: Client, field: CustomField) -> None:
    owner.post(page_of(drafted), form(field, then="start", arms=[]))
    row = Connection.objects.get()
    assert (row.state, row.is_sending) == ("CONNECTED", False)


@rule("S3-13", "S3-23")
def test_nothing_starts_before_the_account_agreed(drafted: Integration, owner: Client, field: CustomField) -> None:
    Connection.objects.update(state="NEEDS_CONSENT")
    answer = owner.post(page_of(drafted), form(field, then="start"))
    assert answer.status_code == 422
    assert "The account has not approved access yet." in seen(answer.content)
    drafted.refresh_from_db()
    assert (drafted.running, drafted.saved_at is not None) == (False, True)


def test_new_account_goes_through_the_connection_and_back(owner: Client) -> None:
    given = {"server": "other", "address": "https://centre.test", "client_id": "i", "client_secret": "s"}
    answer = owner.post("/connections/new", {**given, "integration": "1"})
    assert answer.headers["location"] == page_of(Integration.objects.get())
    assert Integration.objects.get().connection.api_url != API


@pytest.mark.parametrize("role", [MemberRole.AGENT, MemberRole.READONLY])
def test_administration_is_for_owners_and_administrators(
    drafted: Integration, owner: Client, field: CustomField, role: str
) -> None:
    Member.objects.update(role=role)
    for path in ("/administration", "/administration/fields", "/administration/integrations", page_of(drafted)):
        assert owner.get(path).status_code == 404
    assert owner.post(page_of(drafted), form(field, then="start")).status_code == 404
    assert "Administration" not in words(owner, "/customers")
