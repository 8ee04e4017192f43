"""What ``/messaging`` has no word for: who answers which message where a marketplace's Warehouse takes part.

Under ``/zgoda/v1``, beside ``own``; offered where the capabilities name ``message-routing``.
"""

from zgoda.wire.own import Struct

ROUTING = "message-routing"
"""The feature's name in the capabilities."""


class MessageTurn(Struct, frozen=True):
    """SELLER or WAREHOUSE, since when, and why: ROUTED, FORWARDED or KEPT. ``note`` is never the buyer's to read."""

    party: str
    since: str
    cause: str
    note: str | None


class AnsweredMessage(Struct, frozen=True):
    """A message of the buyer. ``topic`` is a code, null in problems; ``topic_words`` in the asked language.

    ``unsure``: the topic was not certain and nobody put it right yet. ``may_forward``: the caller may pass it on now.
    """

    id: str
    party: str
    topic: str | None
    topic_words: str | None
    chosen: bool
    unsure: bool
    asked_at: str
    answered_at: str | None
    may_forward: bool
    turns: list[MessageTurn]


class ThreadAnswers(Struct, frozen=True):
    """The newest of the buyer's messages that have an answerer, newest first. ``warehouse_wrote``: ids of the newest
    replies that came from the Warehouse. ``refusal`` and ``words`` tell why the caller may not write now."""

    id: str
    fulfilled: bool
    seller_since: str | None
    warehouse_since: str | None
    may_write: bool
    refusal: str | None
    words: str | None
    messages: list[AnsweredMessage]
    warehouse_wrote: list[str]


class NewMessageForward(Struct, frozen=True):
    """``topic`` is what the message is about, as far as the caller knows."""

    note: str
    topic: str | None = None
    command_id: str | None = None


class MessageKept(Struct, frozen=True):
    """The caller was not sure to be meant, and is."""

    topic: str | None = None
    command_id: str | None = None
