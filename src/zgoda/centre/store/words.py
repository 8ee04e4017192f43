"""Are people's words still what the journal says of them? The same for every kind of case."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from hashlib import sha256
from uuid import UUID

from zgoda.domain.events import TextRef


def changed_words(kept: Iterable[tuple[UUID | None, str | None, str]], events: Iterable[object]) -> Iterator[str]:
    """Words that are still there must give the digest in the journal; erased ones may be missing."""
    said = {ref.id: ref.digest for event in events for ref in _refs(event)}
    for text_id, text, salt in kept:
        if text_id not in said:
            yield f"words {text_id} are not in the journal"
        elif text is not None and sha256(f"{salt}\n{text}".encode()).hexdigest() != said[text_id]:
            yield f"words {text_id} were changed"


def _refs(event: object) -> Iterator[TextRef]:
    if not is_dataclass(event):
        return
    for field in fields(event):
        value = getattr(event, field.name)
        if isinstance(value, TextRef):
            yield value
