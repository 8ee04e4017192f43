"""Adding a sales document: once, whatever happens on the way, and nothing where nothing may be sent."""

import contextlib
from uuid import UUID, uuid4

import pytest

from tests.desk.conftest import DeskClock
from tests.desk.documents.conftest import brought
from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.faults import How
from tests.fakes.allegro.invoices import FakeInvoices
from tests.faults.test_scoreboard import deadly
from tests.files.pictures import PDF
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.allegro.failures import CallFailed
from zgoda.desk.documents import reading, writing
from zgoda.desk.documents.models import DocumentWrite, OrderDocuments
from zgoda.desk.documents.writing import NotWritten
from zgoda.desk.people.models import AuditEntry, What
from zgoda.desk.sending import modes
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import Connection, DeskCase
from zgoda.domain.writers import Mode, Writer
from zgoda.engine import jobs
from zgoda.files.models import State, StoredFile

pytestmark = pytest.mark.django_db
ANNOUNCE, FILE = "/invoices$", "/file$"


def written(
    case: DeskCase, by: User, number: str = "FV 1/2026", token: UUID | None = None, more: bytes = b""
) -> DocumentWrite:
    return writing.add(case, number, brought(by, more), by, token or uuid4())


def tried(row: DocumentWrite) -> DocumentWrite:
    """One run of the job, whatever comes of it."""
    with contextlib.suppress(CallFailed):
        writing.send.call(str(row.pk))
    row.refresh_from_db()
    return row


@rule("P-33")
def test_it_is_announced_and_filed_and_stands_in_the_log(case: DeskCase, agent: User, remote: FakeInvoices):
    row = written(case, agent)
    jobs.run_pending()
    row.refresh_from_db()
    (shown,) = remote.rows[case.order_id]
    assert (row.state, row.remote_id, remote.files) == (WriteState.SENT, shown["id"], {shown["id"]: PDF})
    assert (shown["file"]["name"], shown["invoiceNumber"]) == ("FV 1.pdf", "FV 1/2026")
    entry = AuditEntry.objects.get(what=What.DOCUMENT_ADDED)
    assert (entry.actor, entry.about, entry.details) == ("ola", case.order_id[:8], {"write": str(row.pk)})
    listed = reading.seen_of(OrderDocuments.objects.get())
    assert [(one.id, one.security) for one in listed.invoices] == [(shown["id"], "ACCEPTED")]


def test_the_same_form_and_the_same_file_are_one(case: DeskCase, agent: User, remote: FakeInvoices):
    token = uuid4()
    assert written(case, agent, token=token) == written(case, agent, token=token)
    with pytest.raises(NotWritten, match="SAME_FILE"):
        written(case, agent)
    jobs.run_pending()
    with pytest.raises(NotWritten, match="SAME_FILE"):
        written(case, agent)
    assert len(remote.files) == 1


@pytest.mark.parametrize("how", [How.ERROR_500_AFTER, How.TIMEOUT_504_AFTER, How.DROP_AFTER, How.HTML_AFTER])
@pytest.mark.parametrize(("method", "path"), [("POST", ANNOUNCE), ("PUT", FILE)])
def test_a_lost_answer_adds_no_second_one(
    case: DeskCase, agent: User, server: FakeAllegro, remote: FakeInvoices, how: How, method: str, path: str
):
    server.go_wrong(method, path, how)
    row = written(case, agent)
    tried(row)
    assert tried(row).state == WriteState.SENT
    assert len(remote.files) == len(remote.rows[case.order_id]) == 1


def test_killed_at_every_point_it_adds_one(case: DeskCase, agent: User, server: FakeAllegro, remote: FakeInvoices):
    row = written(case, agent, more=b"%0\n")
    with deadly(server) as reaper:
        writing.send.call(str(row.pk))
    points = reaper.points
    assert points >= 10
    for point in range(1, points + 1):
        row = written(case, agent, f"FV {point}", more=b"%%%d\n" % point)
        with deadly(server, point):
            writing.send.call(str(row.pk))
        assert tried(row).state == WriteState.SENT
        of_this = [one["id"] for one in remote.rows[case.order_id] if one["invoiceNumber"] == f"FV {point}"]
        assert len([one for one in of_this if one in remote.files]) == 1, point
        assert AuditEntry.objects.filter(details__write=str(row.pk)).count() == 1
        remote.rows[case.order_id] = [one for one in remote.rows[case.order_id] if one["id"] in remote.files][-9:]


def test_two_workers_at_once_add_one(case: DeskCase, agent: User, server: FakeAllegro, remote: FakeInvoices):
    row, other = written(case, agent), []

    def overtake(request: object) -> None:
        if request.method == "POST" and not other:
            other.append(1)
            writing.send.call(str(row.pk))

    server.hook = overtake
    assert tried(row).state == WriteState.SENT
    assert len(remote.files) == 1
    assert AuditEntry.objects.filter(what=What.DOCUMENT_ADDED).count() == 1


def test_what_a_colleague_added_at_the_marketplace_is_not_taken_for_ours(
    case: DeskCase, agent: User, remote: FakeInvoices
):
    theirs = {"id": "theirs", "invoiceNumber": "FV 1/2026", "file": {"name": "FV 1.pdf"}}
    remote.rows[case.order_id] = [theirs]
    row = tried(written(case, agent))
    assert row.state == WriteState.SENT
    assert row.remote_id != "theirs"


def test_while_the_last_file_is_checked_it_waits(case: DeskCase, agent: User, clock: DeskClock, remote: FakeInvoices):
    remote.verdict = "WAITING"
    assert tried(written(case, agent)).state == WriteState.SENT
    row = tried(written(case, agent, "FV 2", more=b"%2\n"))
    assert (row.state, len(remote.files)) == (WriteState.QUEUED, 1)
    remote.rows[case.order_id][0]["file"]["securityVerification"]["status"] = "ACCEPTED"
    clock.forward(seconds=20)
    writing.take_up(case.connection)
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, len(remote.files)) == (WriteState.SENT, 2)


def test_a_refusal_is_told_in_the_servers_words_and_can_be_tried_again(
    case: DeskCase, agent: User, remote: FakeInvoices
):
    remote.refusal = "Zamówienie nie pozwala na fakturę"
    row = tried(written(case, agent))
    assert (row.state, row.last_error) == (WriteState.FAILED, "Zamówienie nie pozwala na fakturę")
    remote.refusal = ""
    assert writing.release(row, agent)
    assert tried(row).state == WriteState.SENT


@pytest.mark.parametrize(("offered", "scope"), [(False, True), (True, False)])
def test_a_server_that_has_no_documents_is_not_asked_again(
    case: DeskCase, agent: User, remote: FakeInvoices, offered: bool, scope: bool
):
    remote.offered, remote.scope = offered, scope
    row = tried(written(case, agent))
    assert (row.state, remote.rows) == (WriteState.FAILED, {})


def test_an_order_that_the_platform_has_nothing_of_gets_its_first_document(
    case: DeskCase, agent: User, remote: FakeInvoices
):
    remote.unknown = True
    assert tried(written(case, agent)).state == WriteState.SENT
    assert len(remote.files) == 1


def test_an_announcement_that_is_gone_is_told_and_made_anew_on_demand(
    case: DeskCase, agent: User, server: FakeAllegro, remote: FakeInvoices
):
    row = written(case, agent)
    server.hook = lambda request: remote.rows.clear() if request.method == "PUT" else None
    assert tried(row).state == WriteState.FAILED
    server.hook = None
    assert writing.release(row, agent)
    assert tried(row).state == WriteState.SENT
    assert len(remote.files) == 1


@pytest.mark.parametrize(("mode", "state"), [(Mode.OFF, WriteState.QUEUED), (Mode.SHADOW, WriteState.SHADOW)])
def test_unarmed_nothing_leaves(
    case: DeskCase, agent: User, connection: Connection, remote: FakeInvoices, mode: Mode, state: WriteState
):
    modes.put(connection.pk, {Writer.DISCUSSIONS: mode}, agent)
    row = tried(written(case, agent))
    assert (row.state, remote.rows) == (state, {})
    if mode is Mode.SHADOW:
        assert writing.release(row, agent)
        assert tried(row).state == WriteState.SENT


def test_stopped_between_the_two_steps_it_waits(
    case: DeskCase, agent: User, server: FakeAllegro, connection: Connection, remote: FakeInvoices
):
    def stop(request: object) -> None:
        if request.method == "POST":
            modes.put(connection.pk, {Writer.DISCUSSIONS: Mode.OFF}, agent)

    server.hook = stop
    row = tried(written(case, agent))
    assert (row.state, remote.files) == (WriteState.QUEUED, {})
    assert row.remote_id


def test_what_was_cancelled_does_not_leave(case: DeskCase, agent: User, remote: FakeInvoices):
    row = written(case, agent)
    assert writing.cancel(row)
    assert not writing.cancel(row)
    assert (tried(row).state, remote.rows) == (WriteState.CANCELLED, {})


@pytest.mark.parametrize("state", [State.UNSAFE, State.EXPIRED])
def test_a_harmful_file_does_not_leave(case: DeskCase, agent: User, remote: FakeInvoices, state: State):
    row = written(case, agent)
    StoredFile.objects.update(state=state)
    assert (tried(row).state, row.last_error, remote.rows) == (WriteState.FAILED, "FILE_GONE", {})


def test_a_file_that_is_still_scanned_waits(case: DeskCase, agent: User, remote: FakeInvoices):
    row = written(case, agent)
    StoredFile.objects.update(state=State.UPLOADED)
    assert (tried(row).state, remote.rows) == (WriteState.QUEUED, {})


@pytest.mark.parametrize(
    ("number", "name", "why"), [("1" * 101, "a.pdf", "NUMBER_TOO_LONG"), ("", "a.png", "NO_PDF_NAME")]
)
def test_what_the_desk_knows_is_refused_at_once(case: DeskCase, agent: User, number: str, name: str, why: str):
    file = brought(agent)
    file.name = name
    with pytest.raises(NotWritten, match=why):
        writing.add(case, number, file, agent, uuid4())
