"""The shop's log: who did what. Written in the transaction of the deed, read by index."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zgoda.accounts.models import User
from zgoda.desk.people.models import AuditEntry, What
from zgoda.engine.clock import real_now

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """Everything is optional. ``since`` and ``until`` are instants; ``until`` is the first one outside."""

    what: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None


def note(shop_id: int, by: User | None, what: What, about: str = "", **details: object) -> None:
    """One deed. ``by`` is None where the operator or the desk itself did it. No word of a buyer goes in here."""
    AuditEntry.objects.create(
        shop_id=shop_id,
        at=real_now(),
        actor_id=by.pk if by else None,
        actor=by.username if by else "",
        what=what,
        about=about[:300],
        details=details,
    )


def page(shop_id: int, wanted: Filter, before: int | None = None) -> tuple[list[AuditEntry], int | None]:
    """The latest first, at most `PAGE`; and the id to continue from, where there is more."""
    rows = _matching(shop_id, wanted)
    shown = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    return shown[:PAGE], shown[PAGE - 1].pk if len(shown) > PAGE else None


def every(shop_id: int, wanted: Filter) -> Iterator[AuditEntry]:
    """All of them, the latest first, a page at a time, so that memory stays bounded."""
    before: int | None = None
    while True:
        shown, before = page(shop_id, wanted, before)
        yield from shown
        if before is None:
            return


def actors(shop_id: int) -> list[str]:
    """Who stands in the log."""
    names = AuditEntry.objects.filter(shop_id=shop_id).exclude(actor="").order_by("actor")
    return list(names.values_list("actor", flat=True).distinct())


def _matching(shop_id: int, wanted: Filter) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.filter(shop_id=shop_id).order_by("-pk")
    if wanted.what:
        rows = rows.filter(what=wanted.what)
    if wanted.actor:
        rows = rows.filter(actor=wanted.actor)
    if wanted.since:
        rows = rows.filter(at__gte=wanted.since)
    return rows.filter(at__lt=wanted.until) if wanted.until else rows
