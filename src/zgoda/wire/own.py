"""What Allegro's protocol lacks and our centre adds, under its own prefix and media type.

A client reads ``/zgoda/v1/capabilities`` first and does without what it does not find there.
"""

import msgspec

from zgoda.wire.money import Amount

PREFIX = "/zgoda/v1"


class Struct(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Fields are camelCase on the wire; null is written."""


class Limits(Struct, frozen=True):
    """Characters, bytes, and MIME types."""

    message_text: int
    attachment_bytes: int
    attachment_types: list[str]
    file_name: int
    requests_per_minute: int


class Capabilities(Struct, frozen=True):
    """``features`` are the names of the additions this server offers; ``now`` is its clock."""

    product: str
    version: str
    features: list[str]
    limits: Limits
    now: str


class Step(Struct, frozen=True):
    """One step of how a deadline came about, for "why then"; ``words`` in the asked language."""

    kind: str
    at: str | None
    words: str


class Deadline(Struct, frozen=True):
    """``rule`` is the id of the rule; ``state``: RUNNING, MET, MISSED or PASSED; ``consequence`` in words."""

    kind: str
    due_at: str
    state: str
    rule: str
    consequence: str
    steps: list[Step]


class Action(Struct, frozen=True):
    """What the caller may do now. When not: the refusal's code and words, and from when it will be possible."""

    action: str
    allowed: bool
    refusal: str | None
    words: str | None
    from_when: str | None


class Solution(Struct, frozen=True):
    """REPAIR, EXCHANGE, REFUND or PARTIAL_REFUND; a partial refund has an amount, or a share of the line's price."""

    name: str
    amount: Amount | None = None
    share: str | None = None


class Offer(Struct, frozen=True):
    id: str
    by: str
    solution: Solution
    made_at: str
    state: str


class Responsibility(Struct, frozen=True):
    """SELLER or WAREHOUSE, since when, and why: ROUTED, REOPENED or FORWARDED. ``note`` came with a forward; it is
    never the buyer's to read."""

    party: str
    since: str
    cause: str
    note: str | None = None


class OrderMoney(Struct, frozen=True):
    """What the order's buyer paid, what came back, and what is asked back and waits for the payment service."""

    paid: Amount
    refunded: Amount
    asked: Amount


class CaseDetails(Struct, frozen=True):
    """What ``/sale/issues/{id}`` cannot say. ``answer_state``: AWAITED, OVERDUE, ANSWERED or NONE.

    ``responsible`` is the last of ``responsibilities``; ``fulfilled``: the marketplace's Warehouse sends this order.
    """

    id: str
    status: str
    closure_reason: str | None
    closed_at: str | None
    reason: str
    round: int
    opened_at: str
    line_id: str
    expectation: Solution | None
    consultant_joined: bool
    platform_asked_at: str | None
    responsible: Responsibility
    responsibilities: list[Responsibility]
    fulfilled: bool
    may_forward: bool
    offer: Offer | None
    agreed: Solution | None
    carried_out_at: str | None
    answer_state: str
    resolve_asked: bool
    closes_at: str | None
    money: OrderMoney | None
    deadlines: list[Deadline]
    actions: list[Action]


class ClaimDetails(Struct, frozen=True):
    """What ``/sale/issues/{id}`` cannot say of a claim. ``decision`` is a verdict's code or DEEMED_ACCEPTED (nobody
    decided in time), None while it is awaited; ``return_decision`` one of the RETURN_* message types.
    ``granted`` is the amount of an accepted (partial) refund. ``withdrawn_at``: the buyer said that the claim is
    withdrawn; ``talk_ended_at``: the buyer ended the conversation, which decides nothing."""

    id: str
    reference_number: str
    status: str
    decision: str | None
    decided_at: str | None
    granted: Amount | None
    return_decision: str | None
    return_decided_at: str | None
    withdrawn_at: str | None
    talk_ended_at: str | None
    ground: str
    reason: str
    filed_at: str
    line_id: str
    expectation: Solution
    chat_active: bool
    money: OrderMoney | None
    deadlines: list[Deadline]
    actions: list[Action]


class NewInformationRequest(Struct, frozen=True):
    """A seller's question to the buyer of a claim; it does not stop the deadline."""

    text: str
    command_id: str | None = None


class NewOffer(Struct, frozen=True):
    """``share`` as ``1/4``. ``command_id`` makes a repeated request count once."""

    solution: str
    amount: Amount | None = None
    share: str | None = None
    text: str | None = None
    command_id: str | None = None


class NewReport(Struct, frozen=True):
    """``category``: THREAT or PORNOGRAPHY."""

    message_id: str
    category: str
    text: str | None = None
    command_id: str | None = None


class NewRefund(Struct, frozen=True, omit_defaults=True):
    """Asks the payment service to give the money back; ``command_id`` is demanded, so that it never happens twice.

    ``asked_back`` is what had been refunded or asked for when somebody decided: where that is no longer so, the server
    does nothing.
    """

    amount: Amount
    command_id: str
    asked_back: Amount | None = None


class NewHandover(Struct, frozen=True):
    """The parcel was given to the carrier at ``handed_over_at`` (not in the future; default now)."""

    handed_over_at: str | None = None
    command_id: str | None = None


class NewCarriedOut(Struct, frozen=True):
    """The agreed solution is done."""

    command_id: str | None = None


class NewForward(Struct, frozen=True):
    """To the Warehouse, with a note that says why."""

    note: str
    command_id: str | None = None


class Done(Struct, frozen=True):
    """The id of what was made: an offer, a report, a refund; or the case's."""

    id: str
