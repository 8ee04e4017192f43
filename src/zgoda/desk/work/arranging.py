"""What colleagues arrange about a case: whose it is, and until when it is put aside. The marketplace sees none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q, QuerySet

from zgoda.accounts.models import User
from zgoda.desk.cases import placing
from zgoda.desk.house.hours import plan_of
from zgoda.desk.store.models import DeskCase, Member, MemberRole
from zgoda.desk.work import history
from zgoda.desk.work.models import Team, What, Work
from zgoda.domain.snooze import back_at
from zgoda.engine.clock import real_now


class Why(StrEnum):
    """Why an arrangement is refused; the page chooses the words."""

    NO_SUCH_PERSON = "NO_SUCH_PERSON"
    IN_THE_PAST = "IN_THE_PAST"
    CLOCK_TOO_NEAR = "CLOCK_TOO_NEAR"
    ENDED = "ENDED"


def assign(cases: Sequence[DeskCase], who: str, by: User | None = None) -> Why | None:
    """``who`` is ``m7`` (a member), ``t3`` (a team) or empty (nobody's again). Cases of one shop. Whoever may only read
    is given nothing. Giving to a team leaves the person open; giving to a person keeps the team. A team's house rules
    come with it."""
    if not cases:
        return None
    kind, number = who[:1], int(who[1:]) if who[1:].isdecimal() and len(who) < 16 else 0
    shop_id = cases[0].shop_id
    if kind == "m" and not _writers(shop_id).filter(pk=number).exists():
        return Why.NO_SUCH_PERSON
    if kind == "t" and not Team.objects.filter(shop_id=shop_id, pk=number).exists():
        return Why.NO_SUCH_PERSON
    if kind not in {"", "m", "t"}:
        return Why.NO_SUCH_PERSON
    values: dict[str, int | None] = {"assignee_id": number} if kind == "m" else {"assignee_id": None}
    if kind != "m":
        values["team_id"] = number or None
    moves = (
        [case.pk for case in cases if not case.ended] if "team_id" in values and plan_of(shop_id).has_targets else []
    )
    with transaction.atomic():
        placing.lock(moves)
        before = _lock(cases)
        _arrange(cases, **values)
        _note_hands(cases, before, values, by)
        placing.place_again(moves, real_now())
    return None


def snooze(case: DeskCase, until: datetime, now: datetime, by: User | None = None) -> Why | None:
    """Put aside until then; refused where its clock would have it back at once (`domain.snooze`). ``now`` is the
    server's, by which its clocks are judged."""
    if case.ended:
        return Why.ENDED
    if until <= now:
        return Why.IN_THE_PAST
    if back_at(until, case.next_due) <= now:
        return Why.CLOCK_TOO_NEAR
    with transaction.atomic():
        _arrange([case], snoozed_until=until, snoozed_at=now)
        history.note([case.pk], What.ASIDE, until.isoformat(), by)
    return None


def wake(case: DeskCase, by: User | None = None) -> None:
    """Back on the list now."""
    with transaction.atomic():
        aside = Work.objects.filter(pk=case.pk).exclude(snoozed_until=None)
        if aside.update(snoozed_until=None, snoozed_at=None):
            history.note([case.pk], What.ASIDE, "", by)


def follow(case: DeskCase) -> None:
    """What is repeated of a case is kept in step when it is read. Call under the case's lock."""
    Work.objects.filter(pk=case.pk).exclude(ended=case.ended).update(ended=case.ended)


def _writers(shop_id: int) -> QuerySet[Member]:
    return Member.objects.filter(~Q(role=MemberRole.READONLY), shop_id=shop_id)


def _lock(cases: Sequence[DeskCase]) -> dict[int, tuple[int | None, int | None]]:
    """By case: the member and the team it had."""
    rows = Work.objects.select_for_update().filter(pk__in=[case.pk for case in cases]).order_by("pk")
    return {row.pk: (row.assignee_id, row.team_id) for row in rows.only("assignee_id", "team_id")}


def _note_hands(
    cases: Sequence[DeskCase],
    before: Mapping[int, tuple[int | None, int | None]],
    values: Mapping[str, int | None],
    by: User | None,
) -> None:
    """What really changed: a person, a team, or both."""
    for place, (field, what) in enumerate((("assignee_id", What.PERSON), ("team_id", What.TEAM))):
        if field not in values:
            continue
        value = values[field]
        moved = [case.pk for case in cases if before.get(case.pk, (None, None))[place] != value]
        if moved:
            history.note(moved, what, _name(what, value) if value else "", by)


def _name(what: What, pk: int) -> str:
    if what is What.PERSON:
        return Member.objects.values_list("user__username", flat=True).get(pk=pk)
    return Team.objects.values_list("name", flat=True).get(pk=pk)


def _arrange(cases: Sequence[DeskCase], **values: object) -> None:
    rows = [Work(case=case, ended=case.ended, **values) for case in cases]
    Work.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case"], update_fields=[name.removesuffix("_id") for name in values]
    )
