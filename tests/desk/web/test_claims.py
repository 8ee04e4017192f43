"""A claim on the desk's pages: what it shows, and its two forms in their order."""

import html
import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.files import pictures
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.cases import sync
from zgoda.desk.store.models import Connection, DeskCase, Kind, Member, MemberRole, Outgoing, SendState
from zgoda.engine import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]

REJECTIONS = (
    "The product is as agreed",
    "The buyer damaged it in use",
    "The defect is minor",
    "The product was not sent back",
    "Something you asked for is missing",
    "Another reason",
)


@pytest.fixture
def claim(connection: Connection, server: FakeAllegro, client: Reader, agent: User) -> DeskCase:
    """One claim, imported, of a shop with an owner."""
    server.open_claim()
    sync.run(connection, client, "import")
    Member.objects.create(user=agent, shop=connection.shop, role=MemberRole.OWNER)
    return DeskCase.objects.get()


@pytest.fixture
def desk(agent: User, claim: DeskCase) -> Client:
    signed_in = Client(headers={"accept-language": "en"})
    signed_in.force_login(agent)
    return signed_in


def words(desk: Client, path: str) -> str:
    page = desk.get(path)
    assert page.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def send(desk: Client, case: DeskCase, **fields: object) -> str:
    """The page that follows a form, as a reader sees it."""
    case.refresh_from_db()
    given = {"form_token": f"form-{Outgoing.objects.count()}", "chat_seen": case.last_message_remote_id, **fields}
    page = desk.post(f"/cases/{case.pk}/send", given, follow=True)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def decide_return(desk: Client, case: DeskCase, clock: DeskClock) -> None:
    send(desk, case, do="return", decision="RETURN_NOT_REQUIRED", text="Please keep it.")
    jobs.run_pending()
    clock.forward(minutes=1)


@rule("B1-06", "B1-08", "B1-18", "C-28")
def test_claim_shows_what_is_claimed_and_by_when_to_decide(desk: Client, claim: DeskCase) -> None:
    shown = words(desk, f"/cases/{claim.pk}")
    assert "Claim · Submitted" in shown
    for part in ("547843/2026", "Statutory complaint", "Partial refund: PLN 50.00", "Does not match the description"):
        assert part in shown
    assert "It is green, the photo shows blue." in shown
    assert "1 × offer 7778622952" in shown
    assert "Return not decided yet" in shown
    assert "You have 14 days; without a decision the claim counts as accepted." in shown


@rule("B1-15")
def test_return_decision_is_advised_for_three_days_and_never_missed(
    desk: Client, claim: DeskCase, clock: DeskClock
) -> None:
    clocks = words(desk, f"/cases/{claim.pk}")
    assert "Three days are advice: nothing follows if you miss them" in clocks
    clock.forward(days=4)
    later = words(desk, f"/cases/{claim.pk}")
    assert "Three days are advice" not in later
    assert "overdue" not in later.split("Clocks")[1].lower()


@rule("B1-18")
def test_warranty_claim_has_no_deadline_by_law(desk: Client, claim: DeskCase) -> None:
    remote = claim.remote | {"right": "WARRANTY", "decisionDueDate": None}
    DeskCase.objects.update(remote=remote, answer_due=None, due_is_ours=True)
    shown = words(desk, f"/cases/{claim.pk}")
    assert "The seller's warranty" in shown
    assert "A warranty claim has no time limit by law." in shown
    assert "counts as accepted" not in shown


@rule("B1-14")
def test_claim_has_neither_offer_nor_request_to_confirm(desk: Client, claim: DeskCase) -> None:
    shown = words(desk, f"/cases/{claim.pk}")
    assert "Ask the buyer to confirm" not in shown
    assert "Offer a solution" not in shown
    assert "This is a claim, so the buyer cannot be asked" in send(desk, claim, do="confirm", text="Settled?")


@rule("B1-13")
def test_return_is_asked_for_before_the_verdict(desk: Client, claim: DeskCase, clock: DeskClock) -> None:
    first = "First decide whether the product comes back; then decide about the claim."
    assert first in words(desk, f"/cases/{claim.pk}?do=verdict")
    form = words(desk, f"/cases/{claim.pk}?do=return")
    for choice in ("Yes, with my label", "Yes, in another way", "No, the buyer keeps it"):
        assert choice in form
    decide_return(desk, claim, clock)
    shown = words(desk, f"/cases/{claim.pk}?do=verdict")
    assert first not in shown
    assert "the product stays with the buyer" in shown
    assert "Repair the product" in shown


@rule("B1-13")
def test_label_goes_with_its_message(
    desk: Client, claim: DeskCase, server: FakeAllegro, settings: LazySettings, tmp_path: object
) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    fields = {"do": "return", "decision": "RETURN_REQUIRED_SELLER_LABEL", "text": "Print this."}
    assert "Attach the label with which the buyer sends the product back." in send(desk, claim, **fields)
    label = SimpleUploadedFile("label.png", pictures.picture("PNG", size=(40, 30)), "image/png")
    send(desk, claim, **fields, file=label)
    jobs.run_pending()
    sent = server.chats[claim.remote_id][-1]
    assert (sent["type"], [one["fileName"] for one in sent["attachments"]]) == (fields["decision"], ["label.png"])


@rule("B1-10", "B1-11", "B1-12")
def test_form_offers_every_verdict_and_asks_what_is_missing(desk: Client, claim: DeskCase, clock: DeskClock) -> None:
    decide_return(desk, claim, clock)
    form = words(desk, f"/cases/{claim.pk}?do=verdict")
    for choice in REJECTIONS:
        assert choice in form
    assert "The buyer withdrew the claim" not in form
    assert "Choose how you decide." in send(desk, claim, do="verdict", text="x")
    assert "Write something" in send(desk, claim, do="verdict", verdict="ACCEPTED_REPAIR", text=" ")
    part = {"do": "verdict", "verdict": "ACCEPTED_PARTIAL_REFUND", "text": "Half.", "currency": "PLN"}
    assert "Give the amount that the buyer gets back" in send(desk, claim, **part, amount="")
    assert Outgoing.objects.filter(kind=Kind.VERDICT).count() == 0


@rule("K-03")
def test_verdict_is_told_in_the_thread_with_what_is_left_to_do(
    desk: Client, claim: DeskCase, clock: DeskClock, server: FakeAllegro
) -> None:
    decide_return(desk, claim, clock)
    part = {"do": "verdict", "verdict": "ACCEPTED_PARTIAL_REFUND", "text": "Here you are.", "currency": "PLN"}
    waiting = send(desk, claim, **part, amount="30,00")
    assert "accepted: partial refund, PLN 30.00 Here you are." in waiting
    jobs.run_pending()
    shown = words(desk, f"/cases/{claim.pk}")
    assert "Claim · Accepted" in shown
    assert "The claim is decided: accepted: partial refund." in shown
    assert "To do: pay the money back (PLN 30.00). The decision itself paid nothing." in shown
    assert server.verdicts[0]["partialRefund"] == {"amount": "30.00", "currency": "PLN"}
    change = words(desk, f"/cases/{claim.pk}?do=verdict")
    assert "It can still get another acceptance, nothing else." in change
    assert not any(one in change for one in REJECTIONS)


@rule("B1-11", "K-07b")
def test_withdrawal_needs_the_message_in_which_the_buyer_says_so(
    desk: Client, claim: DeskCase, clock: DeskClock, server: FakeAllegro, client: Reader
) -> None:
    clock.forward(days=150)
    server.issues[claim.remote_id] |= server.open_now()
    said = server.write(claim.remote_id, "BUYER", "I withdraw the claim.", "anna_k")
    sync.run(Connection.objects.get(), client, "hot")
    form = words(desk, f"/cases/{claim.pk}?do=verdict")
    assert "The buyer withdrew the claim" in form
    assert ": I withdraw the claim." in form
    fields = {"do": "verdict", "verdict": "REJECTED_CLAIM_WITHDRAWN_BY_BUYER", "text": "Closed as you asked."}
    assert "Choose the message in which the buyer withdraws the claim." in send(desk, claim, **fields)
    send(desk, claim, **fields, withdrawn_in=said["id"])
    jobs.run_pending()
    assert [one["status"] for one in server.verdicts] == ["REJECTED_CLAIM_WITHDRAWN_BY_BUYER"]


@rule("B1-16", "K-06", "K-07")
def test_what_the_buyer_did_decides_nothing_and_is_told(desk: Client, claim: DeskCase) -> None:
    assert "the claim stays open: you still have to decide" in words(desk, f"/cases/{claim.pk}")
    told = {"withdrawnAt": "2026-03-04T10:00:00.000Z", "talkEndedAt": "2026-03-04T11:00:00.000Z"}
    DeskCase.objects.update(own=told)
    shown = words(desk, f"/cases/{claim.pk}")
    assert re.search(r"The buyer withdrew the claim on .*?\. You still have to decide\.", shown)
    assert re.search(r"The buyer ended the conversation on .*?\. You still have to decide\.", shown)


@rule("B1-17")
def test_decided_claim_is_still_written_in(desk: Client, claim: DeskCase, server: FakeAllegro, client: Reader) -> None:
    server.issues[claim.remote_id]["currentState"]["status"] = "CLAIM_REJECTED"
    sync.run(Connection.objects.get(), client, "sweep")
    shown = words(desk, f"/cases/{claim.pk}?do=reply")
    assert "The Discussion is closed" not in shown
    send(desk, claim, do="reply", text="Call us if you like.")
    jobs.run_pending()
    assert server.texts(claim.remote_id) == ["Call us if you like."]


@rule("K-05", "C-28")
def test_silence_is_told_as_acceptance(desk: Client, claim: DeskCase, clock: DeskClock) -> None:
    clock.forward(days=15)
    assert "Without a decision the claim counts as accepted." in words(desk, f"/cases/{claim.pk}")
    DeskCase.objects.update(status="CLAIM_ACCEPTED", ended=True, own={"decision": "DEEMED_ACCEPTED"})
    assert "Nobody decided in 14 days, so the claim counts as accepted." in words(desk, f"/cases/{claim.pk}")


def test_held_verdict_says_how_the_claim_moved(desk: Client, claim: DeskCase, clock: DeskClock) -> None:
    decide_return(desk, claim, clock)
    send(desk, claim, do="verdict", verdict="ACCEPTED_REPAIR", text="We repair it.")
    row = Outgoing.objects.get(kind=Kind.VERDICT)
    came = row.payload | {"came": {"status": "CLAIM_REJECTED"}}
    Outgoing.objects.filter(pk=row.pk).update(state=SendState.HELD, payload=came)
    assert "What came meanwhile The claim was rejected meanwhile." in words(desk, f"/cases/{claim.pk}")
    edited = desk.post(f"/cases/{claim.pk}/outgoing/{row.pk}", {"what": "edit"})
    assert "do=verdict" in edited.headers["location"]
    form = desk.get(edited.headers["location"]).content.decode()
    assert "We repair it." in form
    assert re.search(r'value="ACCEPTED_REPAIR" checked', form)


def test_discussion_that_became_a_claim_loses_what_only_discussions_have(
    desk: Client, claim: DeskCase, server: FakeAllegro, client: Reader, clock: DeskClock
) -> None:
    clock.forward(hours=1)
    remote = server.open_issue()
    sync.run(Connection.objects.get(), client, "hot")
    case = DeskCase.objects.get(remote_id=remote)
    DeskCase.objects.filter(pk=case.pk).update(own={"actions": [{"action": "ASK_TO_RESOLVE", "allowed": True}]})
    assert "Ask the buyer to confirm" in words(desk, f"/cases/{case.pk}")
    clock.forward(hours=1)
    server.turn_into_claim(remote)
    sync.run(Connection.objects.get(), client, "hot")
    shown = words(desk, f"/cases/{case.pk}")
    assert "Claim · Submitted" in shown
    assert "Ask the buyer to confirm" not in shown
    assert DeskCase.objects.get(pk=case.pk).answer_due - clock.now > timedelta(days=13)
