"""The first run tells by itself what is done, goes on where it was left, and every step can be taken back."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.accounts.models import User
from zgoda.cli import sample as cli_sample
from zgoda.desk.allegro import oauth
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.cases import actions, schedule, sync
from zgoda.desk.cases.actions import By
from zgoda.desk.crm.models import Comment, Customer, CustomerValue, CustomField
from zgoda.desk.first_run import removal, steps
from zgoda.desk.first_run.models import FirstRun, Removal
from zgoda.desk.first_run.steps import Step
from zgoda.desk.people.models import AuditEntry
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase, DeskOrder, Member, Outgoing, Shop, SyncRun
from zgoda.engine import jobs
from zgoda.files.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def done(shop: Shop) -> set[str]:
    return {step.value for step in steps.of(shop.pk).done}


@pytest.fixture
def sample(case: DeskCase) -> Connection:
    Connection.objects.update(is_sample=True)
    return Connection.objects.get()


def test_steps_are_done_and_taken_back(desk: Client, case: DeskCase) -> None:
    shop = case.shop
    Connection.objects.update(writers={}, scopes="")
    assert done(shop) == {"connect", "import"}
    assert "The consent does not cover these" in desk.get("/first-run").content.decode()
    Connection.objects.update(scopes=" ".join(oauth.SCOPES))
    desk.post("/first-run/calendar", {"what": "do", "market": "cz"})
    assert Connection.objects.get().market == "cz"
    desk.post("/first-run/team", {"what": "tick"})
    desk.post("/first-run/rules", {"what": "do"})
    assert Connection.objects.get().writers == {"AUTOMATIC": "SHADOW"}
    assert done(shop) == {step.value for step in Step} - {"arm"}
    row = Connection.objects.get()
    answer = desk.post(f"/connections/{row.pk}/writers", {"writer-REPLIES": "ARMED", "to": "first-run"})
    assert answer.headers["location"] == "/first-run"
    assert "All steps are done." in desk.get("/first-run").content.decode()
    for step in ("arm", "rules", "team", "calendar", "import"):
        desk.post(f"/first-run/{step}", {"what": "undo"})
    assert done(shop) == {"connect", "scopes", "import"}
    row = Connection.objects.get()
    assert (set(row.writers.values()), row.state) == ({"OFF"}, ConnectionState.PAUSED)
    desk.post("/first-run/import", {"what": "do"})
    assert Connection.objects.get().state == ConnectionState.CONNECTED
    assert desk.post("/first-run/nowhere", {"what": "do"}).status_code == 404


def test_begins_with_the_account_and_forgets_a_draft(desk: Client, case: DeskCase) -> None:
    Connection.objects.update(is_sample=True)
    page = desk.get("/first-run").content.decode()
    assert "The sample shop" in page
    assert done(case.shop) == set()
    form = {"server": "other", "address": "https://centre.test", "client_id": "i", "client_secret": "s"}
    assert desk.post("/connections/new", {**form, "first-run": "1"}).headers["location"] == "/first-run"
    draft = Connection.objects.get(client_id="i")
    assert FirstRun.objects.get().connection == draft
    assert 'name="to" value="first-run"' in desk.get("/first-run").content.decode()
    desk.post("/first-run/connect", {"what": "undo"})
    assert list(Connection.objects.values_list("is_sample", flat=True)) == [True]


def test_progress_tells_requests_and_budget(desk: Client, case: DeskCase) -> None:
    Connection.objects.update(import_finished_at=None)
    spent = sum(SyncRun.objects.filter(kind="import").values_list("requests", flat=True))
    part = desk.get("/first-run/moving").content.decode()
    assert f"Requests so far: {spent}." in part
    assert re.search(r"at most 300 of the 600 requests a minute", part)
    assert 'hx-trigger="every 3s"' in part


def test_sample_goes_whole_after_a_second_yes_and_stays_away_until_wanted(
    desk: Client,
    agent: User,
    sample: Connection,
    case: DeskCase,
    server: FakeAllegro,
    client: Reader,
    clock: DeskClock,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    for _ in range(2):
        server.open_issue(login="marek")
    sync.run(sample, client, "sweep")
    path = default_storage.save("aa/file", ContentFile(b"x"))
    file = StoredFile.objects.create(owner_id=agent.pk, name="a.png", declared_size=1, path=path, created_at=clock.now)
    Outgoing.objects.create(
        case=case,
        number=1,
        form_token="f",
        files=[{"id": str(file.pk)}],
        created_at=clock.now,
        send_not_before=clock.now,
    )
    Comment.objects.create(case=case, text="hm", form_token="c", created_at=clock.now)
    field = CustomField.objects.create(shop=case.shop, name="Login", created_at=clock.now)
    for login in (case.buyer_key, "of_another_account"):
        customer = Customer.objects.create(shop=case.shop, name=login, created_at=clock.now)
        CustomerValue.objects.create(customer=customer, field=field, value=login, key=login)
    monkeypatch.setattr(removal, "CASES", 2)
    path_of = f"/first-run/removal/{sample.pk}"
    page = desk.get(path_of).content.decode()
    assert "3 cases" in page
    assert "1 internal comment" in page
    assert "Really?" in desk.post(path_of).content.decode()
    assert (DeskCase.objects.count(), Removal.objects.count()) == (3, 0)
    desk.post(path_of, {"yes": "1"})
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.run_one()  # two cases of the three
    assert DeskCase.objects.count() == 1
    assert "Being removed" in desk.get("/first-run").content.decode()
    DBTaskResult.objects.update(status="FAILED")  # all its attempts are used up
    for _ in range(2):
        desk.post(path_of, {"yes": "1"})
    jobs.run_pending()
    for table in (Connection, DeskCase, DeskOrder, Outgoing, Comment, StoredFile, Removal):
        assert not table.objects.exists(), table
    assert not default_storage.exists(path)
    assert list(Customer.objects.values_list("name", flat=True)) == ["of_another_account"]
    assert (Member.objects.count(), Shop.objects.count()) == (1, 1)
    assert AuditEntry.objects.get(what="READINGS_REMOVED").details == {"cases": 3}
    monkeypatch.setattr(cli_sample, "_people_of_the_desk", Shop.objects.get)
    monkeypatch.setattr(cli_sample, "_register_application", lambda back: pytest.fail("came back by itself"))
    assert cli_sample.connect() == 0
    desk.post("/first-run/sample")
    assert FirstRun.objects.get().sample_removed_at is None


def test_import_is_taken_back_while_nothing_was_sent(
    desk: Client, agent: User, case: DeskCase, clock: DeskClock, server: FakeAllegro
) -> None:
    path_of = f"/first-run/removal/{case.connection_id}"
    desk.post(path_of, {"yes": "1"})
    row = Connection.objects.get()
    assert (row.state, row.is_sending) == (ConnectionState.PAUSED, False)
    jobs.run_pending()
    row = Connection.objects.get()
    assert (DeskCase.objects.count(), row.import_started_at, row.import_cases) == (0, None, 0)
    assert bool(row.access_token)
    desk.post("/first-run/import", {"what": "do"})
    schedule.tick(clock.now)
    again = DeskCase.objects.select_related("connection").get()
    Connection.objects.update(writers={"REPLIES": "ARMED"})
    actions.reply(again, "On its way", (), By(agent, "f-1", again.last_message_remote_id))
    jobs.run_pending()
    assert desk.get(path_of).status_code == 404, "what buyers were told is not forgotten"
    assert not removal.begin(row, agent)
