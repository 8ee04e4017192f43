"""Random histories through the door, on the database: two cases at once, everybody acts, commands come twice.

Beside each case stands a twin that the pure rules alone keep; what the door wrote must be what they say. At the end
somebody tampers, and `zgoda verify` must find it.
"""

import random
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests import marks
from tests.centre import stage
from tests.centre.tampering import TAMPERINGS
from tests.domain.cases import Case as Twin
from zgoda.centre import verify
from zgoda.centre.handle import fire_due, handle, open_discussion
from zgoda.centre.store import cases, current, laws
from zgoda.centre.store.models import Case, CaseMessage, Report
from zgoda.centre.store.purchases import purchase_for
from zgoda.domain import commands as c
from zgoda.domain.actors import ANSWERERS, CARRIER, PAYMENTS, Actor, Role
from zgoda.domain.discussion import DeliveryAction, Discussion, ReportCategory, Status
from zgoda.domain.events import MarkedUnresolved, MessagePosted, Reopened, Resolved
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.domain.permissions import Action, permitted
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.timers import running
from zgoda.domain.visibility import may_view
from zgoda.engine import journal, timers

pytestmark = pytest.mark.django_db

TICK = timedelta(milliseconds=1)
HOUR = timedelta(hours=1)
WHO = st.sampled_from(
    ["buyer"] * 6
    + ["seller"] * 4
    + ["warehouse"] * 3
    + ["consultant"] * 3
    + ["moderator"] * 2
    + ["stranger", "other seller", "carrier"]
)
WHICH = st.integers(0, 9)
PICKS = st.integers(0, 2**32 - 1).map(random.Random)
"""A source of choices of its own: what it chooses from holds ids that are new each time, which Hypothesis cannot replay."""
SPANS = st.sampled_from([timedelta(0), TICK, HOUR, 25 * HOUR, timedelta(days=3), timedelta(days=8), timedelta(days=31)])
REASONS = st.sampled_from(["NO_PRODUCT_RECEIVED", "NO_PRODUCT_RECEIVED", "NOT_AS_DESCRIBED", "OTHER"])
REPAIR = Expectation(Solution.REPAIR)
ENDS = {
    "Resolved": {"BUYER", "SYSTEM"},
    "MarkedUnresolved": {"BUYER"},
    "Reopened": {"BUYER", "CONSULTANT", "MODERATOR"},
}


class Histories(RuleBasedStateMachine):
    """Up to five cases about three lines, each with its twin; everything is rolled back at the end.

    The first line is sent by its seller, the second by the Warehouse, the third as well and together with another
    seller's: where its delivery is the problem, no seller may ever hear of it (S1-56).
    """

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = stage.OPENED
        purchase_id = uuid4()
        self.lines = [
            stage.line("Kettle"),
            stage.line("Lamp", fulfilled=True),
            stage.line("Vase", fulfilled=True, purchase_id=purchase_id),
        ]
        stage.line("Bowl", fulfilled=True, purchase_id=purchase_id, seller="other-seller")
        self.people = {
            "buyer": stage.buyer(),
            "seller": stage.seller(),
            "other seller": stage.actor("other-seller", Role.SELLER),
            "warehouse": stage.warehouse(),
            "consultant": stage.consultant(),
            "moderator": stage.moderator(),
            "stranger": stage.actor("stranger", Role.SELLER),
            "carrier": CARRIER,
        }
        self.twins: dict[UUID, Twin] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(reasons=st.tuples(REASONS, REASONS, REASONS), by_staff=st.booleans())
    def three_cases(self, reasons: tuple[str, str, str], by_staff: bool) -> None:
        for line, reason in zip(self.lines, reasons, strict=True):
            self.opens(line, reason, by_staff=by_staff)

    @rule(which=st.integers(0, 2), reason=REASONS)
    def another_about_the_same_product(self, which: int, reason: str) -> None:
        assume(len(self.twins) < 5)
        self.looks_at(self.lines[which])
        self.opens(self.lines[which], reason, by_staff=False)

    @rule(span=SPANS)
    def time_passes(self, span: timedelta) -> None:
        self.now += span

    @rule(which=WHICH, pick=PICKS, off=st.sampled_from([-TICK, timedelta(0), TICK]))
    def time_passes_to_the_edge_of_a_clock(self, which: int, pick: random.Random, off: timedelta) -> None:
        due = sorted(running(self.case(which)).values())
        assume(due)
        self.now = max(self.now, pick.choice(due) + off)

    @rule(which=WHICH, late=st.sampled_from([timedelta(0), timedelta(0), timedelta(days=40)]))
    def somebody_sweeps_twice(self, which: int, late: timedelta) -> None:
        self.now += late
        case_id = self.case(which).id
        fire_due(case_id, now=self.now)
        assert fire_due(case_id, now=self.now) == 0
        self.twins[case_id].at(self.now).sweep()

    @rule(which=WHICH, who=WHO, words=st.sampled_from(["Hello", ""]))
    def writes(self, which: int, who: str, words: str) -> None:
        self.tries(which, c.WriteMessage(by=self.people[who], message_id=uuid4(), text=stage.text(words)))

    @rule(which=WHICH, who=WHO)
    def asks_to_resolve(self, which: int, who: str) -> None:
        self.tries(which, c.AskToResolve(by=self.people[who], message_id=uuid4(), text=stage.text("Done?")))

    @rule(which=WHICH, who=WHO)
    def offers(self, which: int, who: str) -> None:
        command = c.OfferSolution(by=self.people[who], offer_id=uuid4(), message_id=uuid4(), solution=REPAIR)
        self.tries(which, command)

    @rule(which=WHICH, accept=st.booleans())
    def answers_the_offer(self, which: int, accept: bool) -> None:
        offer = self.case(which).offer
        answer = c.AcceptOffer if accept else c.DeclineOffer
        self.tries(which, answer(by=self.people["buyer"], offer_id=offer.id if offer else uuid4()))

    @rule(which=WHICH, words=st.sampled_from(["Yours.", "Yours.", ""]), times=st.integers(1, 3))
    def goes_back_and_forth(self, which: int, words: str, times: int) -> None:
        """S1-51, S1-53: neither moves a clock, whoever may."""
        for _ in range(times):
            due = running(current.as_of(self.case(which), self.now))
            self.tries(which, c.ForwardToWarehouse(by=self.people["seller"], note=stage.text(words)))
            self.tries(which, c.ForwardToSeller(by=self.people["warehouse"], note=stage.text(words)))
            assert running(self.case(which)) == due

    @rule(which=WHICH, who=WHO)
    def forwards(self, which: int, who: str) -> None:
        self.tries(which, c.ForwardToWarehouse(by=self.people[who], note=stage.text("Yours.")))
        self.tries(which, c.ForwardToSeller(by=self.people[who], note=stage.text("No, yours.")))

    @rule(which=WHICH, who=WHO)
    def marks_resolved(self, which: int, who: str) -> None:
        self.tries(which, c.MarkResolved(by=self.people[who]))

    @rule(which=WHICH, who=WHO)
    def marks_unresolved(self, which: int, who: str) -> None:
        self.tries(which, c.MarkUnresolved(by=self.people[who]))

    @rule(which=WHICH, who=WHO)
    def reopens(self, which: int, who: str) -> None:
        self.tries(which, c.Reopen(by=self.people[who], message_id=uuid4(), text=stage.text("Again.")))

    @rule(which=WHICH, who=WHO)
    def reopens_for_the_platform(self, which: int, who: str) -> None:
        command = c.ReopenByStaff(
            by=self.people[who],
            message_id=uuid4(),
            justification=stage.text("New facts."),
            buyer_request=stage.text("Please."),
        )
        self.tries(which, command)

    @rule(which=WHICH, who=WHO)
    def asks_and_joins(self, which: int, who: str) -> None:
        self.tries(which, c.AskPlatformToJoin(by=self.people["buyer"]))
        self.tries(which, c.Join(by=self.people[who], message_id=uuid4()))

    @rule(which=WHICH)
    def warns_and_blocks(self, which: int) -> None:
        by = self.people["moderator"]
        self.tries(which, c.WarnSeller(by=by, message_id=uuid4(), reason=stage.text("Answer.")))
        self.tries(which, c.BlockSeller(by=by, reason=stage.text("No answer.")))

    @rule(which=WHICH, action=st.sampled_from(DeliveryAction), ago=SPANS, number=st.integers(1, 3))
    def the_order_moves(self, which: int, action: DeliveryAction, ago: timedelta, number: int) -> None:
        by = {DeliveryAction.REFUND: PAYMENTS, DeliveryAction.TRACKING_NUMBER: self.people["seller"]}.get(
            action, CARRIER
        )
        command = c.TakeDeliveryAction(
            by=by,
            action=action,
            happened_at=self.now - ago,
            reference=f"parcel {number}",
            message_id=uuid4(),
            amount=Money(100, "PLN") if by == PAYMENTS else None,
        )
        self.tries(which, command)

    @rule(which=WHICH)
    def says_still_a_problem(self, which: int) -> None:
        self.tries(which, c.SayStillAProblem(by=self.people["buyer"]))

    @rule(which=WHICH, who=WHO, number=st.integers(1, 4), hide=st.booleans())
    def reports_and_judges(self, which: int, who: str, number: int, hide: bool) -> None:
        case = self.case(which)
        thread = list(CaseMessage.objects.filter(case_id=case.id).order_by("number"))
        message = thread[min(number, len(thread)) - 1]
        report = c.ReportViolation(
            by=self.people[who],
            report_id=uuid4(),
            message_id=message.pk,
            author=Actor(Role(message.author_role), message.author_id),
            category=ReportCategory.THREAT,
        )
        self.tries(which, report)
        command = c.HandleReport(by=self.people["moderator"], report_id=report.report_id, hide=hide)
        self.tries(which, command)
        assert Report.objects.filter(case_id=case.id, status="OPEN").count() == len(self.case(which).reports)

    @rule(which=WHICH, who=WHO)
    def comments(self, which: int, who: str) -> None:
        self.tries(which, c.AddComment(by=self.people[who], text=stage.text("Note.")))

    @invariant()
    def what_is_written_agrees_with_itself(self) -> None:
        assert list(verify.check()) == []

    @invariant()
    def rows_timers_and_journal_are_what_the_rules_say(self) -> None:
        for case_id, twin in self.twins.items():
            case = cases.find(case_id)
            twin.at(self.now)
            assert current.as_of(case, self.now) == current.as_of(twin.it, self.now)
            assert timers.open_timers(case_id) == {kind.value: at for kind, at in running(case).items()}
            entries = journal.read(case_id)
            assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
            assert {entry.rule_set for entry in entries} == {case.rule_set}
            for entry in entries:
                assert entry.actor.split(":")[0] in ENDS.get(entry.type, {entry.actor.split(":")[0]})
            assert case.responsible in ANSWERERS
            is_open = current.as_of(case, self.now).is_open
            assert self.answerers(case) == ({case.responsible} if is_open else set()), "never two, never none"

    @invariant()
    def a_hidden_case_is_no_sellers(self) -> None:
        for case_id in self.twins:
            case = cases.find(case_id)
            combined = case.purchase.line_id == self.lines[2] and case.reason_code == "NO_PRODUCT_RECEIVED"
            assert case.hidden is combined
            if case.hidden:
                assert [one.party for one in case.responsibilities] == [Role.WAREHOUSE] * case.round
            for name in ("seller", "other seller", "stranger"):
                assert may_view(case, self.people[name]) is (name == "seller" and not case.hidden)

    def answerers(self, case: Discussion) -> set[Role]:
        """Who of seller and Warehouse may write now."""
        law = laws.law_of(case)
        said = {by: permitted(case, by, self.now, law) for by in (self.people["seller"], self.people["warehouse"])}
        return {by.role for by, all_ in said.items() if any(one.allowed and one.action is Action.WRITE for one in all_)}

    @invariant()
    def a_line_has_at_most_one_pending_case(self) -> None:
        for line in self.lines:
            assert Case.objects.filter(line_id=line, status=Status.PENDING).count() <= 1

    @invariant()
    def a_closed_case_took_no_message(self) -> None:
        for twin in self.twins.values():
            status = Status.PENDING
            for entry in twin.journal:
                if isinstance(entry.event, MessagePosted):
                    assert status is not Status.RESOLVED
                elif isinstance(entry.event, Resolved):
                    status = Status.RESOLVED
                elif isinstance(entry.event, MarkedUnresolved):
                    assert status is Status.PENDING
                    status = Status.UNRESOLVED
                elif isinstance(entry.event, Reopened):
                    assert status is Status.RESOLVED
                    status = Status.PENDING

    def case(self, which: int) -> Discussion:
        return cases.find(list(self.twins)[which % len(self.twins)])

    def opens(self, line: UUID, reason: str, *, by_staff: bool) -> None:
        command = c.OpenDiscussion(
            discussion_id=uuid4(),
            by=self.people["consultant" if by_staff else "buyer"],
            purchase=purchase_for(line),
            reason_code=reason,
            message_id=uuid4(),
            expectation=REPAIR if reason == "NOT_AS_DESCRIBED" else None,
            details=stage.text("Look."),
            buyer_reported=stage.text("called us") if by_staff else None,
            **self.facts(line),
        )
        law = laws.law_now("pl", self.now)
        twin = Twin(law=law, now=self.now)
        decision = twin.tries(command)
        command_id = uuid4()
        outcome = open_discussion(command, now=self.now, command_id=command_id)
        again = open_discussion(command, now=self.now, command_id=command_id)
        if isinstance(decision, Refused):
            assert outcome == again == decision
            return
        assert isinstance(outcome, Discussion)
        assert outcome == again
        twin.state = replace(twin.it, id=outcome.id)
        self.twins[outcome.id] = twin

    def facts(self, line: UUID, but: UUID | None = None) -> dict[str, bool]:
        """Of the other cases of the line; only the third line is part of a combined purchase."""
        others = (twin.it for key, twin in self.twins.items() if key != but)
        now = [current.as_of(case, self.now) for case in others if case.purchase.line_id == line]
        hidden = any(case.hidden and case.is_open for case in now)
        return {"pending_on_line": any(case.status is Status.PENDING for case in now), "hidden_in_purchase": hidden}

    def looks_at(self, line_id: UUID, but: UUID | None = None) -> None:
        """Whoever opens about a line lets what is due in its other cases happen first, as the door does."""
        for case_id, twin in self.twins.items():
            waits = twin.it.status is Status.PENDING or (twin.it.hidden and twin.it.is_open)
            if case_id != but and twin.it.purchase.line_id == line_id and waits:
                twin.at(self.now).sweep()

    def tries(self, which: int, command: c.Command) -> None:
        """Through the door, twice with one id, and the pure rules beside it."""
        case_id = self.case(which).id
        twin = self.twins[case_id].at(self.now)
        told = command
        if isinstance(command, c.Reopen | c.ReopenByStaff):
            self.looks_at(twin.it.purchase.line_id, but=case_id)
            told = replace(command, **self.facts(twin.it.purchase.line_id, but=case_id))
        decision = twin.tries(told)
        command_id, length = uuid4(), 0
        for time in (1, 2):
            outcome = handle(case_id, command, now=self.now, command_id=command_id)
            assert isinstance(outcome, Refused) == isinstance(decision, Refused)
            assert outcome == (decision if isinstance(decision, Refused) else twin.it)
            seq = Case.objects.values_list("seq", flat=True).get(pk=case_id)
            assert time == 1 or seq == length
            length = seq
        if not isinstance(decision, Refused):
            other = c.AddComment(by=self.people["consultant"], text=stage.text("Another."))
            assert handle(case_id, other, now=self.now, command_id=command_id) == Refused(Why.COMMAND_REUSED)
        if command.by in {self.people["stranger"], self.people["other seller"]}:
            assert isinstance(decision, Refused)


class Tampering(Histories):
    """The same, and at the end somebody who can write to the database changes one thing."""

    @rule(pick=PICKS)
    def somebody_tampers(self, pick: random.Random) -> None:
        case_id = pick.choice(list(self.twins))
        mark = transaction.savepoint()
        pick.choice(TAMPERINGS)(case_id, pick)
        found = list(verify.check())
        transaction.savepoint_rollback(mark)
        assert found


def play(machine: type[Histories], examples: int, steps: int) -> None:
    """A failure is told as it was found; to make it smaller would take minutes."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path


@marks.rule("S1-54", "S1-56", "S1-64", "S0-14", "S0-21", "S0-24", "S0-29", "S0-31", "S0-33", "S0-34", "S0-45")
@pytest.mark.parametrize(("examples", "steps"), [(10, 20), pytest.param(60, 40, marks=pytest.mark.soak, id="soak")])
def test_what_the_door_writes_is_what_the_rules_say(examples: int, steps: int) -> None:
    play(Histories, examples, steps)


@pytest.mark.parametrize(("examples", "steps"), [(12, 15), pytest.param(100, 30, marks=pytest.mark.soak, id="soak")])
def test_whatever_is_tampered_with_is_found(examples: int, steps: int) -> None:
    play(Tampering, examples, steps)
