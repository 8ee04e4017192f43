"""What colleagues arrange about a case: whose it is, and until when it is put aside. The marketplace sees none."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from zgoda.desk.store.models import DeskCase, Member, MemberRole
from zgoda.desk.work.models import Team, Work
from zgoda.domain.snooze import back_at


class Why(StrEnum):
    """Why an arrangement is refused; the page chooses the words."""

    NO_SUCH_PERSON = "NO_SUCH_PERSON"
    IN_THE_PAST = "IN_THE_PAST"
    CLOCK_TOO_NEAR = "CLOCK_TOO_NEAR"
    ENDED = "ENDED"


def assign(cases: Sequence[DeskCase], who: str) -> Why | None:
    """``who`` is ``m7`` (a member), ``t3`` (a team) or empty (nobody's again). Cases of one shop. Whoever may only read
    is given nothing. Giving to a team leaves the person open; giving to a person keeps the team."""
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
    _arrange(cases, **values)
    return None


def snooze(case: DeskCase, until: datetime, now: datetime) -> Why | None:
    """Put aside until then; refused where its clock would have it back at once (`domain.snooze`). ``now`` is the
    server's, by which its clocks are judged."""
    if case.ended:
        return Why.ENDED
    if until <= now:
        return Why.IN_THE_PAST
    if back_at(until, case.next_due) <= now:
        return Why.CLOCK_TOO_NEAR
    _arrange([case], snoozed_until=until, snoozed_at=now)
    return None


def wake(case: DeskCase) -> None:
    """Back on the list now."""
    Work.objects.filter(pk=case.pk).update(snoozed_until=None, snoozed_at=None)


def follow(case: DeskCase) -> None:
    """What is repeated of a case is kept in step when it is read. Call under the case's lock."""
    Work.objects.filter(pk=case.pk).exclude(ended=case.ended).update(ended=case.ended)


def _writers(shop_id: int) -> QuerySet[Member]:
    return Member.objects.filter(~Q(role=MemberRole.READONLY), shop_id=shop_id)


def _arrange(cases: Sequence[DeskCase], **values: object) -> None:
    rows = [Work(case=case, ended=case.ended, **values) for case in cases]
    Work.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case"], update_fields=[name.removesuffix("_id") for name in values]
    )
