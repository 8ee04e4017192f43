"""Two sellers, the Warehouse and a buyer who paid both at once, in random order, through the door and over HTTP.

The purchase has a part of each seller that the Warehouse sends and one that a seller sends itself; beside it stands an
order of one seller alone. After each step: an open Discussion has exactly one answerer and an ended one none; each
seller's program lists its own Discussions, all of them and nothing else; no hidden one is found by its id or in any
answer; forwarding has moved no due instant. At the end the letters of the whole history are sent and searched.
"""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import marks
from tests.centre import stage
from tests.centre.api.conftest import token_for
from zgoda.centre.api import framework
from zgoda.centre.handle import fire_due, handle, open_discussion
from zgoda.centre.mailing.models import Letter
from zgoda.centre.oauth.models import AccessToken
from zgoda.centre.store import cases, current, laws
from zgoda.centre.store.models import OrderLine
from zgoda.centre.store.purchases import purchase_for
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.permissions import Action, permitted
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.timers import running
from zgoda.domain.visibility import may_view
from zgoda.engine import clock, jobs, timers

pytestmark = pytest.mark.django_db

SELLERS = ("seller", "other-seller")
DELIVERY, OTHER = "NO_PRODUCT_RECEIVED", "OTHER"
SPANS = st.sampled_from([timedelta(minutes=1), timedelta(hours=30), timedelta(days=8), timedelta(days=31)])
WHICH = st.integers(0, 9)
PARTY = st.sampled_from([*SELLERS, "warehouse"])
SECRET, PLAIN = "zzhiddenzz", "zzplainzz"
SCOPES = "allegro:api:disputes allegro:api:orders:read"
AGENT = "Test-Program/1.0.0 (+https://program.example)"


class TwoSellers(RuleBasedStateMachine):
    """``lines``: the two combined parts that the Warehouse sends, the one that a seller sends itself, one alone."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = stage.OPENED
        together = uuid4()
        self.lines = [
            stage.line("Vase", fulfilled=True, purchase_id=together, seller="seller"),
            stage.line("Bowl", fulfilled=True, purchase_id=together, seller="other-seller"),
            stage.line("Lamp", purchase_id=together, seller="other-seller"),
            stage.line("Kettle", fulfilled=True, seller="seller"),
        ]
        self.people = {name: stage.actor(name, Role.SELLER) for name in SELLERS}
        self.people |= {"buyer": stage.buyer(), "warehouse": stage.warehouse(), "consultant": stage.consultant()}
        self.tokens = {name: token_for(stage.account(name, Role.SELLER), SCOPES) for name in SELLERS}
        AccessToken.objects.update(expires_at=self.now + timedelta(days=9000))
        self.known: list[UUID] = []

    def teardown(self) -> None:
        try:
            self.every_letter_is_searched()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @initialize(reasons=st.tuples(*[st.sampled_from([DELIVERY, DELIVERY, OTHER])] * 4))
    def each_line_has_a_problem(self, reasons: tuple[str, ...]) -> None:
        for line, reason in enumerate(reasons):
            self.opens(line, reason, by="buyer")

    @precondition(lambda self: len(self.known) < 6)
    @rule(
        line=st.integers(0, 3), reason=st.sampled_from([DELIVERY, "NO_PRODUCT_IN_PARCEL", OTHER]), staff=st.booleans()
    )
    def another_problem(self, line: int, reason: str, staff: bool) -> None:
        self.opens(line, reason, by="consultant" if staff else "buyer")

    def opens(self, line: int, reason: str, by: str) -> None:
        bought = purchase_for(self.lines[line])
        assert bought is not None
        hides = line < 2 and reason != OTHER
        open_before = [case for case in self.cases() if case.hidden and current.as_of(case, self.now).is_open]
        command = c.OpenDiscussion(
            discussion_id=uuid4(),
            by=self.people[by],
            purchase=bought,
            reason_code=reason,
            message_id=uuid4(),
            details=stage.text(SECRET if hides else PLAIN),
            buyer_reported=stage.text("called us"),
        )
        case = open_discussion(command, now=self.now)
        if isinstance(case, Refused):
            assert case.why in {Why.ALREADY_PENDING, Why.OPEN_FOR_PURCHASE}
            assert case.why is Why.ALREADY_PENDING or (hides and open_before)
            return
        assert case.hidden is hides
        assert not (hides and open_before), "one hidden Discussion of a purchase at a time"
        self.known.append(case.id)

    @rule(span=SPANS)
    def time_passes(self, span: timedelta) -> None:
        self.now += span
        for case_id in self.known:
            fire_due(case_id, now=self.now)

    @rule(which=WHICH, who=PARTY)
    def writes(self, which: int, who: str) -> None:
        case = self.case(which)
        words = stage.text(SECRET if case.hidden else PLAIN)
        outcome = self.does(case, c.WriteMessage(by=self.people[who], message_id=uuid4(), text=words))
        assert isinstance(outcome, Discussion) is (who in self.answerers(case))

    @rule(which=WHICH, ways=st.lists(PARTY, min_size=1, max_size=4))
    def goes_from_hand_to_hand(self, which: int, ways: list[str]) -> None:
        """S1-64: whoever forwards to whomever, in any order, no clock moves; a hidden one does not move at all."""
        case = self.case(which)
        before = (running(case), case.deadlines, timers.open_timers(case.id))
        for who in ways:
            note = stage.text(SECRET if case.hidden else PLAIN)
            to = c.ForwardToSeller if who == "warehouse" else c.ForwardToWarehouse
            outcome = self.does(case, to(by=self.people[who], note=note))
            assert isinstance(outcome, Refused) or not case.hidden
            now = cases.find(case.id)
            assert (running(now), now.deadlines, timers.open_timers(case.id)) == before

    @rule(which=WHICH)
    def the_buyer_ends_it(self, which: int) -> None:
        self.does(self.case(which), c.MarkResolved(by=self.people["buyer"]))

    @rule(which=WHICH)
    def the_buyer_reopens_it(self, which: int) -> None:
        case = self.case(which)
        words = stage.text(SECRET if case.hidden else PLAIN)
        self.does(case, c.Reopen(by=self.people["buyer"], message_id=uuid4(), text=words))

    @invariant()
    def never_two_answerers_and_never_none(self) -> None:
        for case in self.cases():
            who = {Role.WAREHOUSE: "warehouse"}.get(case.responsible, self.seller_of(case))
            is_open = current.as_of(case, self.now).is_open
            assert self.answerers(case) == ({who} if is_open else set())
            assert not case.hidden or who == "warehouse"

    @invariant()
    def at_most_one_hidden_discussion_is_open(self) -> None:
        assert sum(case.hidden and current.as_of(case, self.now).is_open for case in self.cases()) <= 1

    @invariant()
    def sellers_find_their_own_and_nothing_hidden(self) -> None:
        known = self.cases()
        hidden = [case for case in known if case.hidden]
        for name in SELLERS:
            own = {str(case.id) for case in known if not case.hidden and self.seller_of(case) == name}
            listed = self.asks(name, "/sale/issues?limit=100")
            assert {one["id"] for one in json.loads(listed)["issues"]} == own
            heard = [listed, self.asks(name, "/order/checkout-forms"), self.asks(name, "/order/events")]
            heard += [self.asks(name, f"/sale/issues/{case_id}/chat") for case_id in sorted(own)]
            assert [said for said in heard if SECRET in said or any(str(case.id) in said for case in hidden)] == []
            for case in hidden:
                assert not may_view(case, self.people[name])
                nothing = self.asks(name, f"/sale/issues/{uuid4()}", status=404)
                assert self.asks(name, f"/sale/issues/{case.id}", status=404) == nothing

    def every_letter_is_searched(self) -> None:
        """C-44: of a hidden one, each seller of the combined part has a letter for each opening; it names the order."""
        hidden = [case for case in self.cases() if case.hidden]
        bare = Letter.objects.filter(hidden=True)
        orders = set(OrderLine.objects.filter(pk__in=self.lines[:2]).values_list("order_id", flat=True))
        assert bare.count() == len(hidden) * len(orders)
        assert {UUID(about) for about in bare.values_list("about", flat=True)} <= orders
        assert Letter.objects.filter(about__in=[str(case.id) for case in hidden], to__role=Role.SELLER).count() == 0
        del mail.outbox[:]
        with clock.at(self.now):
            jobs.run_pending(1000)
        to_sellers = [letter for letter in mail.outbox if letter.to[0].split("@")[0] in SELLERS]
        assert len(to_sellers) >= bare.count()
        for letter in to_sellers:
            said = "\n".join([letter.subject, str(letter.body), *(str(part[0]) for part in letter.alternatives)])
            said += json.dumps(letter.extra_headers, default=str)
            assert SECRET not in said
            assert not any(str(case.id) in said for case in hidden)

    def cases(self) -> list[Discussion]:
        return [cases.find(case_id) for case_id in self.known]

    def case(self, which: int) -> Discussion:
        """As it stands now: what was due has happened."""
        case_id = self.known[which % len(self.known)]
        fire_due(case_id, now=self.now)
        return cases.find(case_id)

    def does(self, case: Discussion, command: c.Command) -> Discussion | Refused:
        return handle(case.id, command, now=self.now)

    def answerers(self, case: Discussion) -> set[str]:
        """Who of the two sellers and the Warehouse may write now."""
        law = laws.law_of(case)
        return {name for name in (*SELLERS, "warehouse") if self._writes(case, self.people[name], law)}

    def _writes(self, case: Discussion, by: Actor, law: laws.Law) -> bool:
        return any(one.allowed for one in permitted(case, by, self.now, law) if one.action is Action.WRITE)

    def seller_of(self, case: Discussion) -> str:
        return next(name for name in SELLERS if self.people[name].id == case.purchase.seller_id)

    def asks(self, seller: str, path: str, status: int = 200) -> str:
        framework.limiter.forget()
        framework.slow_lanes.forget()
        accept = (
            "application/vnd.allegro.public.v1+json"
            if path.startswith("/order")
            else "application/vnd.allegro.beta.v1+json"
        )
        sent = {"Accept": accept, "User-Agent": AGENT, "Authorization": f"Bearer {self.tokens[seller]}"}
        with clock.at(self.now):
            answer = Client().get(path, headers=sent)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.content.decode()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path


@marks.rule("S1-51", "S1-53", "S1-54", "S1-56", "S1-57", "S1-64", "P-49")
@pytest.mark.parametrize(("examples", "steps"), [(5, 12), pytest.param(80, 40, marks=pytest.mark.soak, id="soak")])
def test_never_two_never_none_never_seen_never_later(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        TwoSellers,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
