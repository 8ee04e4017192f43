"""Telling members what they want to know at once: swept by every worker, each thing told once to each member."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q

from zgoda.desk.automation.models import Told
from zgoda.desk.crm.models import Mention
from zgoda.desk.people import letters, nearing
from zgoda.desk.people.models import Notice
from zgoda.desk.people.wishing import wishes_of
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase, Member, Outgoing, SendState
from zgoda.domain.members import Act
from zgoda.domain.notices import Event, Way, is_quiet, ways

FRESH = timedelta(days=1)
"""A message that was not sent, or a mention, is told of for so long; older ones were told or have been seen."""
ZONE = ZoneInfo("Europe/Warsaw")
"""Quiet hours are hours of this zone: one for the four markets, whose clocks agree."""
ON_PAGE = frozenset({Event.CLOCK_NEAR})
"""What stands on the page of notices even where a member chose neither letters nor the browser for it."""
_STUCK = (SendState.FAILED, SendState.UNSEEN, SendState.HELD)
TRIED = timedelta(seconds=30)
"""So long after it was written a message that is still tried in vain is told of too; with the sweep's own pause its
author knows within a minute."""


@dataclass(frozen=True, slots=True)
class Fact:
    """``member_id``: whom alone it concerns, or None for all who want to know; ``members`` likewise where they are
    several, and with ``admins_too`` whoever runs the shop besides. ``act``: whom it can concern at all."""

    event: Event
    key: str
    shop_id: int
    act: Act
    member_id: int | None = None
    members: frozenset[int] | None = None
    admins_too: bool = False
    case_id: int | None = None
    connection_id: int | None = None


def sweep(now: datetime) -> int:
    """How many members were told of something new. Cost is what is stuck, near or stopped, by index."""
    facts = list(_facts(now))
    if not facts:
        return 0
    known = set(Notice.objects.filter(key__in=[fact.key for fact in facts]).values_list("member_id", "key"))
    rows = Member.objects.filter(shop_id__in={fact.shop_id for fact in facts}, user__is_active=True)
    told = 0
    for member in rows.select_related("user", "notice_settings"):
        for fact in facts:
            if _concerns(fact, member) and (member.pk, fact.key) not in known:
                told += _tell(fact, member, now)
    return told


def _facts(now: datetime) -> Iterator[Fact]:
    yield from _not_sent(now)
    yield from _near(now)
    yield from _mentioned(now)
    yield from _escalated(now)
    yield from _handed_back(now)
    stopped = Connection.objects.filter(state=ConnectionState.NEEDS_CONSENT).exclude(user_id="")
    for row in stopped.only("pk", "shop_id", "token_generation"):
        key = f"{Event.CONSENT_ENDED}:{row.pk}:{row.token_generation}"
        yield Fact(Event.CONSENT_ENDED, key, row.shop_id, Act.ADMINISTER, connection_id=row.pk)


def _not_sent(now: datetime) -> Iterator[Fact]:
    """Whoever wrote it, or everybody where that is nobody of the shop any more."""
    in_vain = Q(state=SendState.QUEUED, created_at__lt=now - TRIED) & ~Q(last_error="")
    stuck = Outgoing.objects.filter(Q(state__in=_STUCK) | in_vain, send_not_before__gt=now - FRESH)
    for row in stuck.select_related("case", "by").defer("case__remote", "case__own"):
        shop_id = row.case.shop_id
        author = Member.objects.filter(user=row.by, shop_id=shop_id).values_list("pk", flat=True).first()
        key = f"{Event.NOT_SENT}:{row.pk}:{row.state}"
        yield Fact(Event.NOT_SENT, key, shop_id, Act.WRITE, author if row.by_id else None, case_id=row.case_id)


def _near(now: datetime) -> Iterator[Fact]:
    """A new due time is a new warning; the same one is told once."""
    for one in nearing.near(now):
        key = f"{Event.CLOCK_NEAR}:{one.case_id}:{one.due.isoformat()}"
        yield Fact(
            Event.CLOCK_NEAR, key, one.shop_id, Act.WRITE,
            members=one.members, admins_too=one.admins_too, case_id=one.case_id,
        )  # fmt: skip


def _mentioned(now: datetime) -> Iterator[Fact]:
    rows = (
        Mention.objects.filter(at__gt=now - FRESH).select_related("case").only("comment_id", "member_id", "case__shop")
    )
    for row in rows:
        key = f"{Event.MENTIONED}:{row.comment_id}"
        yield Fact(Event.MENTIONED, key, row.case.shop_id, Act.READ, row.member_id, case_id=row.case_id)


def _escalated(now: datetime) -> Iterator[Fact]:
    """Whom a rule of the shop named, and nobody else."""
    for row in Told.objects.filter(at__gt=now - FRESH).select_related("member"):
        key = f"{Event.ESCALATED}:{row.pk}"
        yield Fact(Event.ESCALATED, key, row.member.shop_id, Act.READ, row.member_id, case_id=row.case_id)


def _handed_back(now: datetime) -> Iterator[Fact]:
    """S1-53: whose case it is, or everybody where it is nobody's; each time it comes back."""
    rows = DeskCase.objects.filter(handed_back_at__gt=now - FRESH, ended=False)
    for pk, shop_id, at, assignee in rows.values_list("pk", "shop_id", "handed_back_at", "work__assignee_id"):
        key = f"{Event.HANDED_BACK}:{pk}:{at}"
        yield Fact(Event.HANDED_BACK, key, shop_id, Act.WRITE, assignee, case_id=pk)


def _concerns(fact: Fact, member: Member) -> bool:
    if member.shop_id != fact.shop_id or not member.may(fact.act):
        return False
    is_named = fact.member_id in (None, member.pk) and (fact.members is None or member.pk in fact.members)
    return is_named or (fact.admins_too and member.may(Act.ADMINISTER))


def _tell(fact: Fact, member: Member, now: datetime) -> bool:
    wishes, at = wishes_of(member), now.astimezone(ZONE).time()
    chosen = ways(wishes, fact.event, at)
    if is_quiet(wishes, at) or not (chosen or fact.event in ON_PAGE):
        return False
    try:
        with transaction.atomic():
            row = Notice.objects.create(
                member=member,
                key=fact.key,
                event=fact.event,
                case_id=fact.case_id,
                connection_id=fact.connection_id,
                by_browser=Way.BROWSER in chosen,
                at=now,
            )
            if Way.EMAIL in chosen and member.user.email:
                letters.send_notice.enqueue(row.pk)
    except IntegrityError:
        return False
    return True
