"""The rules at work: every case that moved, or whose time has come, is looked at once.

One transaction holds the case's lock, asks each rule about each event that it was not asked about yet, does what is
decided and writes the log. So a process killed anywhere has done all of it or none, and nobody does it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from zgoda.desk.automation import doing, gathering, watching
from zgoda.desk.automation.doing import Result
from zgoda.desk.automation.hours import IsOpen, hours_of
from zgoda.desk.automation.models import Outcome, RuleRow, Run, State, Watch
from zgoda.desk.messages.sources import RETURN_FAMILY
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.store.models import DeskCase, DeskOrder
from zgoda.domain.automation import happening
from zgoda.domain.automation.breaker import Why
from zgoda.domain.automation.deciding import Act, Decision, after, counted, decide
from zgoda.domain.automation.facts import Event, Facts, Story
from zgoda.domain.automation.rule import MESSAGES, Deed, Rule
from zgoda.domain.automation.written import from_plain

_log = structlog.get_logger(__name__)

WINDOW = timedelta(days=3)
"""What happened longer ago is past, also where the desk was away."""
SETTLED = timedelta(minutes=5)
"""So long a new case may lack its words or its order before it is judged without them."""
AGAIN = timedelta(minutes=10)
"""After a fault of ours in one case."""
KEPT = timedelta(days=30)
"""How long the log keeps that a rule did not fit."""


def sweep(now: datetime, limit: int = 200) -> int:
    """How many cases were looked at. One case's fault costs no other."""
    waiting = watching.waiting(now, limit)
    for case_id in waiting:
        try:
            look(case_id, now)
        except Exception:
            _log.exception("automation_failed", case=case_id)
            Watch.objects.filter(pk=case_id).update(moved=False, wake_at=now + AGAIN)
    return len(waiting)


def prune(now: datetime) -> int:
    """Forget old words of rules that did not fit."""
    return Run.objects.filter(outcome=Outcome.UNMET, at__lt=now - KEPT).delete()[0]


@transaction.atomic
def look(case_id: int, now: datetime) -> int:
    """Judge one case; how many rules were asked. ``now`` is the desk's time."""
    case = DeskCase.objects.select_for_update().get(pk=case_id)
    watch = Watch.objects.select_for_update().filter(pk=case_id).first()
    if watch is None:
        return 0
    server_now = case.connection.server_now(now)
    rows = list(RuleRow.objects.filter(shop_id=case.shop_id, removed_at=None, state__in=watching.LIVE))
    asked, wake_at = 0, None
    if case.gone_at is None and not case.is_erased and rows:
        if not _is_settled(case, server_now):
            wake_at = case.first_seen_at + SETTLED
        else:
            look_at = _Look(case, rows, now, has_just_ended=watch.was_open and case.ended)
            asked, wake_at = look_at.judge(), look_at.wake_at()
            watch.was_open = not case.ended
    watch.moved, watch.wake_at = False, wake_at
    watch.save()
    return asked


def _is_settled(case: DeskCase, server_now: datetime) -> bool:
    """Its words and its order are known, so that a rule judges and a message names them."""
    if server_now - case.first_seen_at >= SETTLED:
        return True
    has_words = case.family == RETURN_FAMILY or case.message_rows > 0
    order = DeskOrder.objects.filter(connection_id=case.connection_id, remote_id=case.order_id)
    return has_words and (not case.order_id or order.exists())


@dataclass(slots=True)
class _Asked:
    """A rule and its row; ``would`` are messages that it would have sent while it only watched."""

    rule: Rule
    row: RuleRow
    would: set[Deed]


class _Look:
    """One case before its shop's rules."""

    def __init__(self, case: DeskCase, rows: list[RuleRow], now: datetime, *, has_just_ended: bool) -> None:
        self.case, self.now = case, now
        self.server_now = case.connection.server_now(now)
        sent, runs = gathering.automatic_messages(case), gathering.runs_of(case)
        self.story: Story = gathering.story_of(case, sent, self.server_now if has_just_ended else None)
        self.facts: Facts = gathering.facts_of(case, sent, runs, now)
        self.is_open: IsOpen = hours_of(case.shop_id)(self.facts.team)
        self.rules = [
            _Asked(from_plain(row.pk, row.definition), row, gathering.would_have(runs, row.pk)) for row in rows
        ]

    def wake_at(self) -> datetime | None:
        """When time alone makes the next thing happen."""
        nexts = (happening.next_at(self.story, one.rule.when, self.server_now) for one in self.rules)
        return min((at for at in nexts if at is not None), default=None)

    def judge(self) -> int:
        """Event by event in the order of time, rule by rule in the shop's order."""
        asked, stopped = 0, set()
        for event, one in self._unasked():
            if event.key in stopped:
                continue
            asked += 1
            if self._ask(one, event).fits and one.rule.stops:
                stopped.add(event.key)
        return asked

    def _unasked(self) -> Iterator[tuple[Event, _Asked]]:
        found = [
            (event, number, one)
            for number, one in enumerate(self.rules)
            for event in happening.events(self.story, one.rule.when, self._since(one.row), self.server_now)
        ]
        keys = {event.key for event, _number, _one in found}
        known = set(Run.objects.filter(case=self.case, event__in=keys).values_list("rule_id", "event"))
        for event, _number, one in sorted(found, key=lambda each: (each[0].at, each[0].key, each[1])):
            if (one.row.pk, event.key) not in known:
                yield event, one

    def _since(self, row: RuleRow) -> datetime:
        """What a connection brought along when it was connected is past as well."""
        connected = self.case.connection.import_started_at or self.now
        server_now = self.case.connection.server_now
        return max(server_now(row.since), server_now(connected), self.server_now - WINDOW)

    def _ask(self, one: _Asked, event: Event) -> Decision:
        facts = gathering.at_event(self.facts, event, self.story, self.is_open, self.server_now)
        is_armed = one.row.state == State.ARMED
        if not is_armed:
            facts = _as_if(facts, one.would)
        decision = decide(one.rule, event, facts, self.server_now)
        run = self._run(one.row, event, decision)
        if decision.acts and is_armed:
            run.deeds = [*(self._do(act, run) for act in decision.acts), *run.deeds]
            if not any(deed["done"] for deed in run.deeds):
                run.outcome = Outcome.LEFT
            run.save(update_fields=["deeds", "outcome"])
        elif decision.acts:
            one.would |= {act.deed for act in decision.acts} & MESSAGES
        if decision.acts:
            self.facts = counted(self.facts, one.rule)
        if is_armed and any(why is Why.OFTEN_ANYWHERE for _deed, why in decision.left):
            self._stop(one.row)
        return decision

    def _run(self, row: RuleRow, event: Event, decision: Decision) -> Run:
        """The log's line comes first: where another process wrote it already, this transaction ends here."""
        left = [Result(deed, False, why).plain() for deed, why in decision.left]
        would = [Result(act.deed, True, "", doing.named(act)).plain() for act in decision.acts]
        return Run.objects.create(
            shop_id=self.case.shop_id,
            rule=row,
            version=row.version,
            case=self.case,
            event=event.key[:140],
            trigger=event.trigger,
            happened_at=event.at,
            at=self.now,
            outcome=_outcome(decision, row),
            unmet=decision.unmet or "",
            deeds=left if row.state == State.ARMED else [*would, *left],
        )

    def _do(self, act: Act, run: Run) -> dict[str, object]:
        result = doing.do(act, self.case, run, self.now)
        if result.done:
            self.facts = after(self.facts, act, self.server_now)
        return result.plain()

    def _stop(self, row: RuleRow) -> None:
        """The loop breaker's last word: back to only watching until somebody has looked at it."""
        row.state, row.stopped, row.since = State.WATCHING, True, self.now
        row.save(update_fields=["state", "stopped", "since"])
        audit.note(row.shop_id, None, What.RULES_CHANGED, row.name, did="stopped by itself", version=row.version)


def _as_if(facts: Facts, would: set[Deed]) -> Facts:
    """For a rule that only watches: as if what it would have sent had been sent."""
    history = facts.history
    return replace(
        facts,
        history=replace(
            history,
            acknowledged=history.acknowledged or Deed.ACKNOWLEDGE in would,
            evidence_asked=history.evidence_asked or Deed.ASK_EVIDENCE in would,
        ),
    )


def _outcome(decision: Decision, row: RuleRow) -> Outcome:
    if not decision.fits:
        return Outcome.UNMET
    if not decision.acts:
        return Outcome.LEFT
    return Outcome.DONE if row.state == State.ARMED else Outcome.WOULD
