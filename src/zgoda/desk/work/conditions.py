"""What colleagues arranged, as conditions on the list of cases: whose they are, and whether they are put aside."""

from datetime import datetime

from django.db.models import F, Q

from zgoda.desk.crm import mentions
from zgoda.domain.snooze import WAKE_BEFORE

ME, NOBODY, MENTIONED = "me", "none", "mentioned"


def is_who(text: str) -> bool:
    """``me``, ``none``, ``mentioned``, or ``m7`` and ``t3`` for a member and a team."""
    return text in {ME, NOBODY, MENTIONED} or (text[:1] in {"m", "t"} and text[1:].isdecimal() and len(text) < 16)


def whose(who: str, member_id: int, *, ended: bool) -> Q:
    """Of one person, one team or nobody, or where the member is mentioned; ``ended`` as the view's, where an index
    begins at whose they are."""
    if who == MENTIONED:
        return Q(pk__in=mentions.of_member(member_id))
    if who == NOBODY:
        return Q(work__assignee=None)
    if who[0] == "t":
        return Q(work__team_id=int(who[1:]), work__ended=ended)
    return Q(work__assignee_id=member_id if who == ME else int(who[1:]), work__ended=ended)


def soon(now: datetime) -> datetime:
    """What is due by then is never out of sight."""
    return now + WAKE_BEFORE


def awake(now: datetime, soon: datetime) -> Q:
    """`domain.snooze` on rows: not put aside, or back again."""
    is_back = Q(work__snoozed_until=None) | Q(work__snoozed_until__lte=now) | Q(next_due__lte=soon)
    return is_back | (Q(last_message_at__gt=F("work__snoozed_at")) & ~Q(last_message_role="SELLER"))


def asleep(now: datetime, soon: datetime) -> Q:
    """The opposite, written so that it begins at the few rows that are put aside."""
    quiet = Q(last_message_at=None) | Q(last_message_at__lte=F("work__snoozed_at")) | Q(last_message_role="SELLER")
    return Q(work__snoozed_until__gt=now, next_due__gt=soon) & quiet
