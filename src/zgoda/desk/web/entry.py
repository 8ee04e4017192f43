"""One entry of the conversation, ready to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zgoda.desk.messages.web.answers import Beside
from zgoda.desk.store.models import Outgoing


@dataclass(frozen=True, slots=True)
class Entry:
    """``kind``: day, message, pending or fact; the other fields are those the kind needs."""

    kind: str
    at: datetime
    text: str = ""
    voice: str = ""
    by: str = ""
    extra: str = ""
    anchor: str = ""
    report: str = ""
    forward: str = ""
    files: Sequence[dict[str, object]] = ()
    state: dict[str, str] | None = None
    row: Outgoing | None = None
    buttons: Sequence[tuple[str, str]] = field(default_factory=tuple)
    meanwhile: str = ""
    beside: Beside | None = None
