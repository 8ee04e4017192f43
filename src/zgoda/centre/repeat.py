"""A command that comes twice takes effect once: a double click, a retried request, a resent form.

The caller gives the command an id. Only commands that took effect are remembered, so that one refused for
being early may be sent again later.
"""

import hashlib
from datetime import datetime
from uuid import UUID

import msgspec

from zgoda.centre.claims.models import ClaimCommand
from zgoda.centre.store.models import HandledCommand
from zgoda.domain import commands as c
from zgoda.domain.claims import commands as k
from zgoda.domain.refusals import Refused, Why
from zgoda.engine.codec import dump

_MADE_BY_THE_EDGE = frozenset({"discussion_id", "message_id", "pending_on_line", "hidden_in_purchase", "happened_at"})
_MADE_IN: dict[type, frozenset[str]] = {
    c.ReportViolation: frozenset({"report_id", "author"}),
    c.OfferSolution: _MADE_BY_THE_EDGE | {"offer_id"},
    k.FileClaim: frozenset({"claim_id", "message_id", "reference", "open_on_order", "warranty_offered"}),
}
Command = c.Command | k.Command
Kept = HandledCommand | ClaimCommand


def earlier(
    command_id: UUID, command: Command, case_id: UUID | None = None, *, kept: type[Kept] = HandledCommand
) -> Kept | Refused | None:
    """The command's first coming, None when this is it, `Refused` where the id came with other content or, with
    ``case_id``, for another case. ``kept`` is where that kind of case remembers its commands."""
    row = kept.objects.filter(pk=command_id).first()
    if row is None:
        return None
    same = row.digest == _digest(command) and case_id in (None, row.case_id)
    return row if same else Refused(Why.COMMAND_REUSED)


def remember(
    command_id: UUID,
    command: Command,
    case_id: UUID,
    seq: int,
    now: datetime,
    *,
    kept: type[Kept] = HandledCommand,
) -> None:
    """In the transaction in which the command took effect."""
    kept.objects.create(command_id=command_id, case_id=case_id, digest=_digest(command), seq=seq, at=now)


def _digest(command: Command) -> str:
    """SHA-256 of what the sender meant: without ids and facts that the edge makes anew at each attempt."""
    made = _MADE_IN.get(type(command), _MADE_BY_THE_EDGE)
    meant = {
        name: value.value if isinstance(value, c.Text) else msgspec.to_builtins(value)
        for name in command.__dataclass_fields__
        if name not in made
        for value in [getattr(command, name)]
    }
    return hashlib.sha256(f"{type(command).__name__}\n{dump(meant)}".encode()).hexdigest()
