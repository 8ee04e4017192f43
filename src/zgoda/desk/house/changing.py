"""Changing hours or targets: first what would move, then, after a second yes, the move itself.

Both walk the shop's open cases in steps. A step is one transaction with the place it ended at, and the job that goes on
is enqueued in it, so that a worker killed in the middle leaves nothing half done and nothing is done twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import models, transaction

from zgoda.accounts.models import User
from zgoda.desk.cases import clocks, placing
from zgoda.desk.cases.claims import CLAIM
from zgoda.desk.cases.listing import connections_of
from zgoda.desk.house import clock as house
from zgoda.desk.house.clock import Begun
from zgoda.desk.house.hours import Plan, plan_from, plan_of
from zgoda.desk.house.models import Change, ChangeState, House, Move
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.store.models import DeskCase, Shop
from zgoda.desk.work.models import Work
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.rest_days import SNAPSHOT
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import durable

STEP = 50
"""Open cases looked at, or moved, in one transaction."""
_FIELDS = ("market", "week", "free_days", "first_minutes", "next_minutes")
_WALKED = (ChangeState.CHECKING, ChangeState.APPLYING)
_SAVED = (*placing.FIELDS, "own_answer_due", "answer_due")


def propose(shop_id: int, by: User | None, proposal: dict[str, object]) -> Change | None:
    """Look at what would move; an earlier proposal that nobody agreed to is dropped. None while one is applied;
    that one is taken up where it stands, should its job have used up its attempts."""
    with transaction.atomic():
        Shop.objects.select_for_update().get(pk=shop_id)
        earlier = Change.objects.filter(shop_id=shop_id)
        applied = list(earlier.filter(state=ChangeState.APPLYING))
        for change in applied:
            go_on.enqueue(change.pk, change.cursor)
        if applied:
            return None
        waiting = earlier.filter(state__in=(ChangeState.CHECKING, ChangeState.CHECKED))
        waiting.update(state=ChangeState.DROPPED)
        Move.objects.filter(change__shop_id=shop_id).delete()
        change = _new(shop_id, by, proposal, ChangeState.CHECKING)
    step(change.pk, 0)
    return Change.objects.get(pk=change.pk)


def accept(shop_id: int, change_id: int, by: User | None) -> bool:
    """The second yes: in force from now on, and the cases follow. Only once, and only what was looked through."""
    with transaction.atomic():
        change = _locked(shop_id, change_id)
        if change is None or change.state != ChangeState.CHECKED:
            return False
        _put_in_force(change)
        change.state, change.applied_at = ChangeState.APPLYING, real_now()
        change.cursor = change.seen = change.moved = 0
        change.total = _open(shop_id).count()
        change.save()
        audit.note(
            shop_id, by, What.RULES_CHANGED, "house", **{name: change.proposal.get(name) for name in _FIELDS[3:]}
        )
    step(change_id, 0)
    return True


def drop(shop_id: int, change_id: int) -> bool:
    """Leave everything as it is."""
    with transaction.atomic():
        change = _locked(shop_id, change_id)
        if change is None or change.state not in {ChangeState.CHECKING, ChangeState.CHECKED}:
            return False
        change.state = ChangeState.DROPPED
        change.save(update_fields=["state"])
        change.moves.all().delete()
    return True


def reapply(shop_id: int, by: User | None) -> None:
    """Something the clocks depend on has gone already, such as a team: the cases follow."""
    if plan_of(shop_id).has_targets:
        step(_new(shop_id, by, {}, ChangeState.APPLYING).pk, 0)


@durable(attempts=20)
def go_on(change_id: int, cursor: int) -> None:
    """The next step, unless another worker has made it."""
    step(change_id, cursor)


def step(change_id: int, cursor: int) -> None:
    """One step from this place; from any other nothing is done."""
    with transaction.atomic():
        rows = Change.objects.select_for_update().filter(pk=change_id, cursor=cursor, state__in=_WALKED)
        change = rows.first()
        if change is None:
            return
        cases = list(_open(change.shop_id).filter(pk__gt=cursor).order_by("pk").defer("remote")[:STEP])
        if change.state == ChangeState.CHECKING:
            Move.objects.bulk_create(_moves(change, cases), ignore_conflicts=True)
        else:
            change.moved += _move(change.shop_id, [case.pk for case in cases])
        change.seen += len(cases)
        if len(cases) < STEP:
            _end(change)
        else:
            change.cursor = cases[-1].pk
            go_on.enqueue(change.pk, change.cursor)
        change.save()


def is_reckoned_by_this_calendar(shop_id: int) -> bool:
    """Whether the tables of rest days are still those by which the shop's dates were last reckoned as a whole."""
    last = Change.objects.filter(shop_id=shop_id, state=ChangeState.DONE).order_by("-pk").first()
    return last is None or last.calendar == SNAPSHOT


def proposed(row: House) -> dict[str, object]:
    """The proposal that makes the rules so."""
    return {"team": row.team_id, **{name: getattr(row, name) for name in _FIELDS}}


def _new(shop_id: int, by: User | None, proposal: dict[str, object], state: ChangeState) -> Change:
    return Change.objects.create(
        shop_id=shop_id,
        by=by,
        at=real_now(),
        proposal=proposal,
        state=state,
        calendar=SNAPSHOT,
        total=_open(shop_id).count(),
    )


def _locked(shop_id: int, change_id: int) -> Change | None:
    return Change.objects.select_for_update().filter(shop_id=shop_id, pk=change_id).first()


def _open(shop_id: int) -> "models.QuerySet[DeskCase]":
    return DeskCase.objects.filter(shop_id=shop_id, ended=False)


def _put_in_force(change: Change) -> None:
    wanted = change.proposal
    if not wanted:
        return
    whose = House.objects.filter(shop_id=change.shop_id, team_id=wanted["team"])
    if wanted.get("gone"):
        whose.delete()
    elif not whose.update(**{name: wanted[name] for name in _FIELDS}):
        House.objects.create(shop_id=change.shop_id, team_id=wanted["team"], **_values(wanted))


def _values(wanted: dict[str, object]) -> dict[str, object]:
    return {name: wanted[name] for name in _FIELDS}


def _plan(change: Change) -> Plan:
    """The rules as they would be."""
    rows = {row.team_id: row for row in House.objects.filter(shop_id=change.shop_id)}
    wanted = change.proposal
    if wanted:
        rows.pop(wanted["team"], None)
        if not wanted.get("gone"):
            rows[wanted["team"]] = House(shop_id=change.shop_id, team_id=wanted["team"], **_values(wanted))
    return plan_from(rows.values())


def _moves(change: Change, cases: Sequence[DeskCase]) -> Iterator[Move]:
    plan = _plan(change)
    teams = dict(Work.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", "team_id"))
    for case in cases:
        after = house.reckon(plan, _begun(case) if plan.has_targets else None, teams.get(case.pk))
        if case.house_due != (after.due if after else None):
            what = after.what if after else str(case.house.get("what", ""))
            yield Move(change=change, case=case, what=what, before=case.house_due, after=after.due if after else None)
        law = _law(case)
        if law != case.own_answer_due:
            what = clocks.DECISION if case.type == CLAIM else TimerKind.ANSWER
            yield Move(change=change, case=case, what=what, before=case.own_answer_due, after=law)


def _law(case: DeskCase) -> datetime | None:
    """Our own reckoning of the marketplace's date, where the case has one."""
    return clocks.own_answer_due(case) if case.own_answer_due else None


def _begun(case: DeskCase) -> Begun | None:
    """What runs is known from the row; else it is looked for."""
    kept = house.of(case)
    return Begun(kept.what, kept.since) if kept else house.begun_in(case)


def _move(shop_id: int, case_ids: Sequence[int]) -> int:
    """Under each case's lock, by what is in force now; how many cases' dates changed."""
    plan, known, now = plan_of(shop_id), connections_of(shop_id), real_now()
    teams = dict(Work.objects.filter(pk__in=case_ids).values_list("pk", "team_id"))
    moved = 0
    for case in DeskCase.objects.select_for_update().filter(pk__in=case_ids).defer("remote").order_by("pk"):
        before = [getattr(case, name) for name in _SAVED]
        house.put(case, house.reckon(plan, _begun(case) if plan.has_targets else None, teams.get(case.pk)))
        case.own_answer_due = _law(case)
        case.answer_due = case.own_answer_due if case.due_is_ours else case.answer_due
        placing.stand(case, known[case.connection_id].server_now(now))
        if before != [getattr(case, name) for name in _SAVED]:
            case.save(update_fields=_SAVED)
            moved += 1
    return moved


def _end(change: Change) -> None:
    now: datetime = real_now()
    if change.state == ChangeState.CHECKING:
        change.state, change.checked_at = ChangeState.CHECKED, now
        change.moved = change.moves.values("case").distinct().count()
    else:
        change.state = ChangeState.DONE
