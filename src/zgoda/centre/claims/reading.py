"""One claim for one reader: found only by those who may see it, as it stands now, with its law (P-04, P-49)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from zgoda.centre.claims import store
from zgoda.centre.claims.models import ClaimAttachment, ClaimRead, ClaimRow
from zgoda.centre.store import laws
from zgoda.domain.actors import STAFF, Actor
from zgoda.domain.claims.claim import Claim
from zgoda.domain.claims.clocks import ClaimTimer, explain, running
from zgoda.domain.claims.decide import may_view
from zgoda.domain.claims.permissions import ClaimAction, permitted
from zgoda.domain.law import Law
from zgoda.look.words.claims import claim_timer_name, claim_timer_rule, claim_timer_then
from zgoda.look.words.steps import why_then


@dataclass(frozen=True, slots=True)
class ClaimClock:
    """A running clock: its name, instant, rule in a line, the steps that led to it, and what follows at its end."""

    name: str
    at: datetime
    rule: str
    steps: tuple[str, ...]
    then: str


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """``row`` brings order, line, buyer and seller along; ``claim`` has the timers applied that are due by ``now``."""

    row: ClaimRow
    claim: Claim
    law: Law
    reader: Actor
    now: datetime

    def may(self, action: ClaimAction) -> bool:
        """Whether the reader can do this now (E.2)."""
        found = permitted(self.claim, self.reader, self.now, self.law)
        return any(one.allowed for one in found if one.action is action)

    def clocks(self) -> list[ClaimClock]:
        """What runs, soonest first, with *why then*."""
        told, zone = explain(self.claim, self.law), self.law.market.zone
        return [
            ClaimClock(
                claim_timer_name(kind),
                at,
                claim_timer_rule(kind),
                tuple(why_then(told[kind], zone)) if kind in told else (),
                claim_timer_then(kind),
            )
            for kind, at in sorted(running(self.claim).items(), key=lambda pair: pair[1])
            if kind is not ClaimTimer.CHAT
        ]


def read_claim(claim_id: UUID, reader: Actor, now: datetime) -> ClaimReading | None:
    """P-04: the claim if this reader may see it, else None, which must look like "not found" (P-49).

    What staff reads is logged.
    """
    return _read(ClaimRow.objects.filter(pk=claim_id), reader, now)


def read_claim_with(file_id: UUID, reader: Actor, now: datetime) -> ClaimReading | None:
    """The same for the claim in which a file was sent."""
    sent = ClaimAttachment.objects.filter(file_id=file_id)
    return _read(ClaimRow.objects.filter(pk__in=sent.values("message__claim_id")), reader, now)


def _read(wanted: "QuerySet[ClaimRow]", reader: Actor, now: datetime) -> ClaimReading | None:
    row = wanted.select_related("order", "line", "buyer", "seller").defer("order__form").first()
    if row is None:
        return None
    recorded = store.claim_of(row)
    if not may_view(recorded, reader):
        return None
    if reader.role in STAFF and reader.id is not None:
        ClaimRead.objects.create(claim_id=row.id, reader_id=reader.id, role=reader.role.value, at=now)
    return ClaimReading(row, store.as_of(recorded, now), laws.law_of(recorded), reader, now)
