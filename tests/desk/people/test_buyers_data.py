"""A buyer's data: handed out whole; erased, after which an independent look at every table and file finds nothing."""

import json
from datetime import datetime, timedelta
from itertools import product

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection as database
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.accounts.confirming import confirmed
from tests.desk.conftest import DeskClock, agent, case, client, clock, connection, server
from tests.fakes.allegro import FakeAllegro
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.cases import outbox, sync
from zgoda.desk.crm.models import Comment, Customer, CustomerEmail, CustomerValue, CustomField, Ticket
from zgoda.desk.documents.models import DocumentWrite, OrderDocuments
from zgoda.desk.people import buyers, holdings
from zgoda.desk.people.models import AuditEntry
from zgoda.desk.ratings import folding
from zgoda.desk.ratings.models import DeskRating, RatingWrite
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import (
    Connection,
    DeskCase,
    DeskMessage,
    DeskOrder,
    DeskShipment,
    Member,
    MemberRole,
    Outgoing,
    Quarantine,
)
from zgoda.desk.web.record import of_shop
from zgoda.desk.work import searching
from zgoda.desk.work.models import Draft
from zgoda.engine.clock import real_now
from zgoda.files.models import State, StoredFile
from zgoda.wire.times import to_wire
from zgoda.wire.tolerant_ratings import RatingSeen, read_rating

__all__ = ["agent", "case", "client", "clock", "connection", "server"]

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
CANARY = "kanarek-7f3a"
LOGIN = "Kanarek-7F3A-login"


@pytest.fixture
def desk(agent: User, case: DeskCase) -> Client:
    Member.objects.create(user=agent, shop=case.shop, role=MemberRole.OWNER)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(agent)
    return confirmed(browser)


@pytest.fixture
def held(case: DeskCase, agent: User, clock: DeskClock) -> DeskCase:
    """An ended case whose every word, and everything beside it, holds the canary."""
    now = clock.now
    file = StoredFile.objects.create(
        owner_id=agent.pk, name=f"{CANARY}.png", declared_size=9, state=State.SAFE, created_at=now, used_at=now
    )
    file.path = default_storage.save(f"{file.pk}.bin", ContentFile(CANARY.encode()))
    file.save()
    DeskMessage.objects.filter(case=case).update(
        text=f"Mówi {CANARY}", author_login=LOGIN, attachments=[{"name": CANARY, "url": f"https://x/{CANARY}"}]
    )
    Outgoing.objects.create(
        case=case,
        number=1,
        text=CANARY,
        payload={"a": CANARY},
        files=[{"id": str(file.pk), "name": CANARY}],
        form_token="f",
        created_at=now,
        send_not_before=now,
        state="SEEN",
        last_error=CANARY,
    )
    Comment.objects.create(case=case, by=agent, text=CANARY, form_token="c", created_at=now)
    member = Member.objects.filter(user=agent).first() or Member.objects.create(user=agent, shop=case.shop)
    Draft.objects.create(member=member, case=case, kind="reply", text=CANARY, saved_at=now)
    customer = Customer.objects.create(shop=case.shop, name=CANARY, created_at=now)
    field = CustomField.objects.create(shop=case.shop, name="Login", created_at=now)
    customer.values.create(field=field, value=LOGIN, key=LOGIN.casefold())
    customer.emails.create(address=f"{CANARY}@allegromail.pl", key=f"{CANARY}@allegromail.pl")
    Ticket.objects.update_or_create(
        case=case, defaults={"subject": CANARY, "customer": customer, "comments": 1, "created_at": now}
    )
    Quarantine.objects.create(
        connection=case.connection,
        what="issue",
        remote_id="q",
        raw={"buyer": {"login": LOGIN}, "text": CANARY},
        why="x",
        first_seen_at=now,
        last_seen_at=now,
    )
    DeskOrder.objects.filter(connection=case.connection).delete()
    order = DeskOrder.objects.create(
        connection=case.connection,
        remote_id="o-1",
        form={"buyer": {"login": LOGIN, "firstName": CANARY}},
        read_at=now,
        paid_minor=1000,
    )
    DeskShipment.objects.create(order=order, remote_id="s", waybill=CANARY)
    _rating(case, agent, now)
    _documents(case, agent, now)
    case = DeskCase.objects.get(pk=case.pk)
    case.buyer_login, case.buyer_key = LOGIN, LOGIN.casefold()
    case.subject, case.snippet, case.reference, case.order_id = CANARY, CANARY, CANARY, "o-1"
    case.remote = {**case.remote, "buyer": {"login": LOGIN}, "note": CANARY}
    case.own = {"closureReason": "BUYER_CONFIRMED", "note": CANARY}
    case.status, case.ended, case.answered_at = "DISPUTE_CLOSED", True, now
    case.save()
    return case


def _rating(case: DeskCase, agent: User, now: datetime) -> None:
    rating = DeskRating.objects.create(
        shop=case.shop,
        connection=case.connection,
        remote_id="1" * 24,
        recommended=False,
        comment=CANARY,
        buyer_id="77",
        buyer_login=LOGIN,
        buyer_key=LOGIN.casefold(),
        order_id="o-1",
        products=CANARY,
        created_at=now,
        last_changed_at=now,
        answer=CANARY,
        answered_at=now,
        asked_at=now,
        asked_message=CANARY,
        remote={"buyer": {"login": LOGIN}},
        mark="x",
        read_at=now,
    )
    RatingWrite.objects.create(
        rating=rating, kind="ANSWER", text=CANARY, by=agent, created_at=now, not_before=now, last_error=CANARY
    )


def _documents(case: DeskCase, agent: User, now: datetime) -> None:
    """One listed, one on its way with its file."""
    order = {"connection": case.connection, "order_id": "o-1"}
    OrderDocuments.objects.create(seen={"invoices": [{"name": CANARY}]}, read_at=now, tried_at=now, **order)
    file = StoredFile.objects.create(
        owner_id=agent.pk, name=f"{CANARY}.pdf", declared_size=9, state=State.SAFE, created_at=now, used_at=now
    )
    file.path = default_storage.save(f"{file.pk}.bin", ContentFile(CANARY.encode()))
    file.save()
    DocumentWrite.objects.create(
        file_id=file.pk,
        name=f"{CANARY}.pdf",
        number=CANARY,
        by=agent,
        created_at=now,
        not_before=now,
        last_error=CANARY,
        **order,
    )


def seen_anywhere(*words: str) -> list[str]:
    """Every table and every stored file, read without the product's help."""
    found = []
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = str([list(map(str, row)) for row in cursor.fetchall()]).casefold()
            found += [f"{table}: {word}" for word in words if word.casefold() in kept]
    _, files = default_storage.listdir("")
    for name in files:
        with default_storage.open(name) as stream:
            kept = name.casefold() + stream.read().decode("utf-8", "replace").casefold()
            found += [f"{name}: {word}" for word in words if word.casefold() in kept]
    return found


@pytest.fixture(autouse=True)
def _files_here(settings: object, tmp_path: object) -> None:
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": files}


def test_after_erasure_nothing_of_the_buyer_is_found_anywhere(
    desk: Client, held: DeskCase, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert len({one.partition(":")[0] for one in seen_anywhere(CANARY, LOGIN)}) >= 12
    assert searching.find(held.shop_id, CANARY, ended=True) == {held.pk}
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post("/administration/data/buyer/erase", {"login": LOGIN.upper()}, follow=True)
    assert "Erased." in answer.content.decode()
    assert seen_anywhere(CANARY, LOGIN) == []
    assert searching.find(held.shop_id, CANARY, ended=True) == set()
    assert AuditEntry.objects.get().details == {"cases": 1, "orders": 1}


def test_erasure_keeps_the_figures(held: DeskCase, agent: User, clock: DeskClock) -> None:
    before = of_shop(held.shop_id, clock.now), DeskMessage.objects.count(), DeskOrder.objects.get().paid_minor
    assert before[0].opened == 1
    buyers.erase(held.shop_id, LOGIN, agent)
    after = of_shop(held.shop_id, clock.now), DeskMessage.objects.count(), DeskOrder.objects.get().paid_minor
    assert after == before


def test_what_is_erased_is_not_read_again_until_the_buyer_writes_anew(
    held: DeskCase, agent: User, client: Reader, server: FakeAllegro, clock: DeskClock
) -> None:
    connection = Connection.objects.get()
    buyers.erase(held.shop_id, LOGIN, agent)
    for kind in ("hot", "sweep"):
        clock.forward(hours=3)
        sync.run(connection, client, kind)
    row = DeskCase.objects.get()
    assert (row.buyer_login, row.subject, row.remote) == ("", "", {})
    assert set(DeskMessage.objects.values_list("text", flat=True)) == {""}
    server.write(next(iter(server.issues)), "BUYER", "I write again")
    clock.forward(hours=3)
    sync.run(connection, client, "hot")
    row = DeskCase.objects.get()
    assert row.buyer_login
    assert "I write again" in DeskMessage.objects.values_list("text", flat=True)


def test_an_erased_rating_keeps_its_figures_and_is_read_anew_only_when_the_buyer_changes_it(
    held: DeskCase, agent: User, clock: DeskClock
) -> None:
    buyers.erase(held.shop_id, LOGIN, agent)
    row = DeskRating.objects.get()
    assert (row.recommended, row.answered_at, row.asked_at, row.comment) == (False, clock.now, clock.now, "")
    assert RatingWrite.objects.get().state == WriteState.CANCELLED
    told = {"id": row.remote_id, "recommended": False, "comment": CANARY, "lastChangedAt": to_wire(clock.now)}
    for later, comment in ((timedelta(), ""), (timedelta(hours=1), CANARY)):
        raw = {**told, "lastChangedAt": to_wire(clock.now + later)}
        seen = read_rating(raw)
        assert isinstance(seen, RatingSeen)
        folding.fold(row.connection, seen, raw)
        row.refresh_from_db()
        assert row.comment == comment


def test_a_buyer_of_whom_only_a_rating_is_held_is_found(held: DeskCase, agent: User) -> None:
    DeskCase.objects.all().delete()
    DeskOrder.objects.all().delete()
    Customer.objects.all().delete()
    Quarantine.objects.all().delete()
    assert holdings.of(held.shop_id, LOGIN)
    buyers.erase(held.shop_id, LOGIN, agent)
    assert not holdings.of(held.shop_id, LOGIN)


def test_nothing_is_erased_while_a_discussion_is_open(desk: Client, held: DeskCase) -> None:
    DeskCase.objects.update(ended=False)
    answer = desk.post("/administration/data/buyer/erase", {"login": LOGIN}, follow=True)
    assert "still open" in answer.content.decode()
    assert DeskCase.objects.get().buyer_login == LOGIN


def test_erasure_asks_for_the_password(desk: Client, held: DeskCase, agent: User) -> None:
    desk.logout()
    desk.force_login(agent)
    answer = desk.post("/administration/data/buyer/erase", {"login": LOGIN})
    assert answer.headers["location"].startswith("/account/confirm")
    assert DeskCase.objects.get().buyer_login == LOGIN


def test_the_export_holds_everything_that_the_tables_do(desk: Client, held: DeskCase) -> None:
    answer = desk.post("/administration/data/buyer/file", {"login": f" {LOGIN.lower()} "})
    lines = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    tables = {one.partition(":")[0] for one in seen_anywhere(CANARY, LOGIN)}
    by_table = {holdings.SOURCES[line["record"]][0]._meta.db_table for line in lines}
    derived = {"work_search", *(name for name in tables if name.startswith("work_search")), "work_searchmark"}
    files = {name for name in tables if "." in name}
    assert tables - by_table - derived - files == set()
    assert any(line.get("content") for line in lines)
    assert AuditEntry.objects.get().what == "BUYER_EXPORTED"
    assert LOGIN.casefold() not in str(AuditEntry.objects.values_list()).casefold()


def test_another_shops_data_stays(desk: Client, held: DeskCase, agent: User) -> None:
    assert not holdings.of(held.shop_id + 1, LOGIN)
    buyers.erase(held.shop_id + 1, LOGIN, agent)
    assert DeskCase.objects.get().buyer_login == LOGIN


def test_the_page_tells_what_is_held_and_nothing_where_nothing_is(desk: Client, held: DeskCase) -> None:
    shown = desk.post("/administration/data/buyer", {"login": LOGIN}).content.decode()
    assert "Cases with their messages" in shown
    assert "Erase for good" in shown
    empty = desk.post("/administration/data/buyer", {"login": "nobody"}, follow=True).content.decode()
    assert "Nothing is held about this login." in empty


def test_every_table_that_refers_to_a_case_is_known_here() -> None:
    """A new table beside a case must be added to `holdings.SOURCES`, or here with the reason why not."""
    of_no_buyer = {"desk_caseseen", "desk_alias", "people_notice", "automation_watch"}
    of_no_buyer |= {"work_work", "work_presence", "work_searchmark", "work_tagged", "house_move"}
    known = {model._meta.db_table for model, _, _ in holdings.SOURCES.values()} | of_no_buyer
    beside = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.related_model is DeskCase for field in model._meta.get_fields() if field.concrete)
    }
    assert {name for name in beside if not name.endswith("_tie")} - known == set()


def test_what_waits_for_an_erased_buyer_never_leaves(
    held: DeskCase, agent: User, clock: DeskClock, server: FakeAllegro
) -> None:
    states = ("QUEUED", "UNCERTAIN", "UNSEEN", "HELD", "FAILED", "SHADOW", "SENDING")
    at = {"created_at": clock.now, "send_not_before": clock.now, "lease_until": real_now() - timedelta(minutes=1)}
    for number, (state, kind) in enumerate(product(states, ("REGULAR", "TRACKING", "OFFER")), start=2):
        Outgoing.objects.create(
            case=held, number=number, kind=kind, form_token=f"{number}", state=state, by=agent, **at
        )
    server.seen.clear()
    buyers.erase(held.shop_id, LOGIN, agent)
    clock.forward(hours=1)
    outbox.sweep()
    assert set(Outgoing.objects.filter(number__gt=1).values_list("state", flat=True)) == {"CANCELLED"}
    assert server.seen == []


def test_nothing_is_erased_while_a_message_is_being_sent(
    desk: Client, held: DeskCase, agent: User, clock: DeskClock
) -> None:
    at = {"created_at": clock.now, "send_not_before": clock.now, "lease_until": real_now() + timedelta(minutes=1)}
    Outgoing.objects.create(case=held, number=2, form_token="s", state="SENDING", by=agent, **at)
    answer = desk.post("/administration/data/buyer/erase", {"login": LOGIN}, follow=True)
    assert "is being sent right now" in answer.content.decode()
    assert DeskCase.objects.get().buyer_login == LOGIN


def test_a_record_set_aside_is_the_buyers_it_names_and_nobody_elses(held: DeskCase, clock: DeskClock) -> None:
    DeskCase.objects.update(buyer_login="anna", buyer_key="anna")
    CustomerValue.objects.update(value="anna", key="anna")
    CustomerEmail.objects.update(key="anna.k@example.com")
    hers = [
        {"buyer": {"login": "ANNA"}},
        {"authors": ["anna"]},
        {"lines": [{"orderId": "o-1"}]},
        {"to": "Anna.K@example.com"},
    ]
    others = [
        {"buyer": {"login": "Joanna_K", "note": "anna wrote"}},
        {"buyer": {"login": "other"}, "receiver": {"firstName": "Anna"}},
        {"anna": 1, "orderId": "o-11"},
    ]
    at = {"connection": held.connection, "what": "issue", "first_seen_at": clock.now, "last_seen_at": clock.now}
    for raw in (*hers, *others):
        Quarantine.objects.create(remote_id=str(raw)[:90], raw=raw, **at)
    found = holdings.of(held.shop_id, "Anna").quarantined
    assert list(Quarantine.objects.filter(pk__in=found).order_by("pk").values_list("raw", flat=True)) == hers


def test_no_login_is_nobodys(desk: Client, held: DeskCase) -> None:
    DeskCase.objects.update(buyer_login="", buyer_key="")
    assert not holdings.of(held.shop_id, " ")
    for path in ("buyer", "buyer/file", "buyer/erase"):
        answer = desk.post(f"/administration/data/{path}", {"login": " "}, follow=True)
        assert "Type the buyer&#39;s login" in answer.content.decode()
    assert not AuditEntry.objects.exists()
