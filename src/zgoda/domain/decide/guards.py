"""Guards that several commands share. Each answers with a refusal, or None where it has no objection."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from zgoda.domain import commands as c
from zgoda.domain.actors import ANSWERERS, Actor, Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import Event
from zgoda.domain.law import Law
from zgoda.domain.limits import MESSAGE_ATTACHMENTS, is_blank, too_long, too_many
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.transitions import standing, target
from zgoda.domain.visibility import has_joined, is_party

Decision = list[Event] | Refused
Guard = Refused | None

TICK = timedelta(milliseconds=1)
"""The smallest step of our clock: what is possible only after an instant is possible one tick later."""


def first(*answers: Guard) -> Guard:
    """The first objection."""
    return next((answer for answer in answers if answer is not None), None)


def together(*answers: Guard) -> Guard:
    """All objections at once: the first, with the others beside it."""
    found = [answer for answer in answers if answer is not None]
    return replace(found[0], also=tuple(found[1:])) if found else None


def admitted(case: Discussion, by: Actor, *roles: Role) -> Guard:
    """P-49 before E.2: whoever is no party hears that there is no such case; a party may still lack the right.

    Staff are never strangers to a case (P-04).
    """
    if by.role in (Role.BUYER, Role.SELLER, Role.WAREHOUSE) and not is_party(case, by):
        return Refused(Why.NOT_A_PARTY)
    return None if by.role in roles else Refused(Why.NOT_ALLOWED)


def status_allows(case: Discussion, command: type[c.Command], law: Law) -> Guard:
    """E.3: what the case's status says, from the one table."""
    found = target(standing(case, law), command)
    return Refused(found) if isinstance(found, Why) else None


def may_speak(case: Discussion, by: Actor) -> Guard:
    """S1-54, S1-55: of seller and Warehouse only the responsible one; a consultant only after joining (P-05)."""
    if by.role in ANSWERERS and by.role is not case.responsible:
        return Refused(Why.NOT_RESPONSIBLE)
    if by.role is Role.CONSULTANT and not has_joined(case, by):
        return Refused(Why.NOT_JOINED)
    return None


def content(text: c.Text | None, attachments: Sequence[UUID]) -> Guard:
    """P-05, P-06: 1 to 20,000 characters or one attachment."""
    if is_blank(text) and not attachments:
        return Refused(Why.MESSAGE_EMPTY)
    return first(too_long(text), too_many(len(attachments), MESSAGE_ATTACHMENTS))


def written(text: c.Text | None, missing: Why) -> Guard:
    """Words that must be there: ``missing`` is what to say when they are not."""
    return Refused(missing) if is_blank(text) else too_long(text)
