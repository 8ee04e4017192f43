"""Messages as the journal keeps them: who speaks, of what kind, and the platform's own automatic ones."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from zgoda.domain.actors import SYSTEM, Actor
from zgoda.domain.commands import Text
from zgoda.domain.events import MessageKind, MessagePosted, Template, TextRef


def reference(text: Text) -> TextRef:
    """The journal's pointer to words that live in an erasable row."""
    return TextRef(text.id, text.digest)


def optional(text: Text | None) -> TextRef | None:
    """``reference`` of words that may be missing; blank words are no words."""
    return reference(text) if text is not None and text.value.strip() else None


def automatic_id(case: UUID, *what: object) -> UUID:
    """The id of a message that the platform posts by itself: the same happening always has the same id."""
    return uuid5(case, ":".join(str(part) for part in what))


def automatic(message_id: UUID, template: Template, params: tuple[tuple[str, str], ...] = ()) -> MessagePosted:
    """A message of the platform; its words are told from ``template`` in the reader's language."""
    return MessagePosted(
        message_id=message_id,
        author=SYSTEM.role,
        author_id=None,
        kind=MessageKind.AUTOMATIC,
        template=template,
        params=params,
    )


def by_person(
    message_id: UUID, by: Actor, kind: MessageKind, text: Text | None, attachments: Sequence[UUID] = ()
) -> MessagePosted:
    """A message that somebody wrote."""
    return MessagePosted(
        message_id=message_id,
        author=by.role,
        author_id=by.id,
        kind=kind,
        text=optional(text),
        attachments=tuple(attachments),
    )
