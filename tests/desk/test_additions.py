"""What some servers add to the protocol: used where it is offered, done without where it is not."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from tests.marks import rule
from zgoda.desk.allegro import files
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import actions, case_page, clocks, outbox, sync
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.store.models import Connection, DeskCase, Outgoing, SendState
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.money import Money
from zgoda.engine import jobs
from zgoda.files.models import State, StoredFile
from zgoda.wire.times import to_wire

pytestmark = pytest.mark.django_db

FEATURES = ["case-details", "offers", "violation-reports", "refunds", "handovers", "carried-out"]


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: LazySettings, tmp_path: Path) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}


@pytest.fixture
def generous(case: DeskCase, server: FakeAllegro, client: Client, clock: DeskClock) -> DeskCase:
    """The case on a server that offers every addition."""
    server.features = FEATURES
    server.details[case.remote_id] = {
        "reason": "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT",
        "actions": [{"action": "OFFER", "allowed": True, "words": None}],
        "deadlines": [
            {
                "kind": "ACTION",
                "dueAt": to_wire(case.answer_due),
                "state": "RUNNING",
                "consequence": "A consultant may join.",
                "steps": [{"kind": "START", "at": None, "words": "Opened on Tuesday at 10:00."}],
            }
        ],
    }
    sync.read_capabilities(case.connection, client)
    clock.forward(minutes=1)
    server.write(case.remote_id, "BUYER", "Hello?", "anna_k")
    sync.run(case.connection, client, "hot")
    return DeskCase.objects.select_related("connection").get()


def test_servers_own_deadlines_and_permissions_are_shown(generous: DeskCase, clock: DeskClock) -> None:
    action = next(one for one in clocks.clocks_of(generous, clock.now) if one.kind == TimerKind.ACTION)
    assert (action.consequence, action.words) == ("A consultant may join.", ("Opened on Tuesday at 10:00.",))
    page = case_page.read(generous.shop_id, generous.pk, clock.now)
    assert page is not None
    assert page.permitted == ({"action": "OFFER", "allowed": True, "words": None},)
    assert generous.reason == "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT"


@pytest.mark.parametrize("how", [How.DROP_AFTER, How.ERROR_500_BEFORE])
def test_refund_with_a_lost_answer_is_repeated_under_the_same_command(
    generous: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, how: How
) -> None:
    server.go_wrong("POST", "/refund$", how)
    row = actions.refund(generous, Money(5000, "PLN"), by)
    jobs.run_pending()
    clock.forward(minutes=1)
    outbox.sweep()
    assert isinstance(row, Outgoing)
    row.refresh_from_db()
    assert row.state == SendState.SEEN
    assert server.commands == {str(row.pk): {"amount": {"amount": "50.00", "currency": "PLN"}}}


def test_every_addition_is_sent_where_it_is_offered(
    generous: DeskCase, by: By, server: FakeAllegro, clock: DeskClock
) -> None:
    forms = iter("abcde")

    def next_by() -> By:
        return replace(by, form_token=next(forms))

    actions.offer(generous, "PARTIAL_REFUND", next_by(), share="1/4", text="A quarter back")
    actions.handover(generous, clock.now, next_by())
    actions.report_violation(generous, "message-1", "THREAT", "", next_by())
    actions.carried_out(generous, next_by())
    jobs.run_pending()
    outbox.sweep()
    assert {row.state for row in Outgoing.objects.all()} == {SendState.SEEN}
    assert len(server.commands) == 4


def stored(agent_id: int, clock: DeskClock, **changes: object) -> StoredFile:
    path = default_storage.save("label.pdf", ContentFile(b"%PDF-1.7 label"))
    fields = {"name": "label.pdf", "declared_size": 14, "size": 14, "content_type": "application/pdf"}
    row = fields | {"state": State.SAFE, "path": path, "created_at": clock.now} | changes
    return StoredFile.objects.create(owner_id=agent_id, **row)


@rule("S3-38")
def test_attachment_arrives_with_the_message_though_the_upload_failed_once(
    case: DeskCase, by: By, server: FakeAllegro, clock: DeskClock, client: Client
) -> None:
    server.go_wrong("PUT", "/attachments/", How.DROP_AFTER)
    actions.reply(case, "The label", [stored(by.user.pk, clock)], by)
    jobs.run_pending()
    clock.forward(minutes=1)
    outbox.sweep()
    sent = server.chats[case.remote_id][-1]
    assert [one["fileName"] for one in sent["attachments"]] == ["label.pdf"]
    assert case.messages.get(remote_id=sent["id"]).attachments == [
        {"name": "label.pdf", "url": sent["attachments"][0]["url"]}
    ]
    assert files.fetch(client, sent["attachments"][0]["url"]) == b"%PDF-1.7 label"


@rule("S3-38")
def test_second_attachment_large_or_foreign_files_are_refused(case: DeskCase, by: By, clock: DeskClock) -> None:
    one, two = stored(by.user.pk, clock), stored(by.user.pk, clock)
    large = stored(by.user.pk, clock, size=2_097_153)
    program = stored(by.user.pk, clock, content_type="application/x-dosexec")
    unscanned = stored(by.user.pk, clock, state=State.UPLOADED)
    refusals = [actions.reply(case, "x", files, by) for files in ([one, two], [large], [program], [unscanned])]
    assert refusals == [
        Refused(Why.TOO_MANY_FILES),
        Refused(Why.FILE_TOO_LARGE),
        Refused(Why.FILE_TYPE),
        Refused(Why.FILE_NOT_SAFE),
    ]


@rule("S3-38")
def test_file_that_went_with_another_message_is_refused_and_nothing_of_the_second_is_kept(
    case: DeskCase, by: By, clock: DeskClock
) -> None:
    file = stored(by.user.pk, clock)
    assert isinstance(actions.reply(case, "The label", [file], by), Outgoing)
    assert actions.reply(case, "Once more", [file], replace(by, form_token="form-2")) == Refused(Why.FILE_USED)
    assert list(Outgoing.objects.values_list("text", flat=True)) == ["The label"]


def test_capabilities_are_null_where_the_server_states_none(connection: Connection, client: Client) -> None:
    sync.read_capabilities(connection, client)
    assert Connection.objects.get().capabilities is None
