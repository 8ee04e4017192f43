"""Every "no" the rules can say. The words, the HTTP status and the form error are chosen at the edge."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """The code of a refusal. The comment names the rule it comes from."""

    TOO_EARLY_TO_OPEN = "TOO_EARLY_TO_OPEN"  # S0-04
    TOO_LATE_TO_OPEN = "TOO_LATE_TO_OPEN"  # G-09
    REASON_MISSING = "REASON_MISSING"  # S0-05
    REASON_UNKNOWN = "REASON_UNKNOWN"  # P-01: not one that the form offers
    PRODUCT_MISSING = "PRODUCT_MISSING"  # S0-06
    NOT_YOUR_ORDER = "NOT_YOUR_ORDER"  # P-01
    ALREADY_PENDING = "ALREADY_PENDING"  # P-01
    OPEN_FOR_PURCHASE = "OPEN_FOR_PURCHASE"  # S1-56: about the delivery of a combined purchase
    SOLUTION_MISSING = "SOLUTION_MISSING"  # S0-46
    SOLUTION_NOT_ASKED = "SOLUTION_NOT_ASKED"  # P-03
    PART_MISSING = "PART_MISSING"  # S0-49: neither amount nor fraction
    PART_TWICE = "PART_TWICE"  # C-30: both
    PART_OUT_OF_RANGE = "PART_OUT_OF_RANGE"  # C-30
    PART_NOT_ASKED = "PART_NOT_ASKED"  # C-30: an amount or fraction without a partial refund
    PART_NOT_WHOLE = "PART_NOT_WHOLE"  # G-10: forint in whole units
    WRONG_CURRENCY = "WRONG_CURRENCY"
    TOO_MANY_ATTACHMENTS = "TOO_MANY_ATTACHMENTS"  # S3-38, C-08
    FILE_SENT_ALREADY = "FILE_SENT_ALREADY"  # P-06: each file goes with one message
    MESSAGE_EMPTY = "MESSAGE_EMPTY"  # P-05
    MESSAGE_TOO_LONG = "MESSAGE_TOO_LONG"  # P-05
    ENDED = "ENDED"  # T-27
    NOT_ENDED = "NOT_ENDED"  # P-11, P-12
    NOT_RESPONSIBLE = "NOT_RESPONSIBLE"  # S1-54, S1-55
    NOT_FULFILLED = "NOT_FULFILLED"  # C-33: the seller sends this order itself
    NOTE_MISSING = "NOTE_MISSING"  # P-15, P-16, S1-52
    HIDDEN_FROM_SELLERS = "HIDDEN_FROM_SELLERS"  # P-16, S1-56
    WAREHOUSE_ANSWERS = "WAREHOUSE_ANSWERS"  # T-10, P-26: the silence is not the seller's
    NOT_A_PARTY = "NOT_A_PARTY"  # P-49
    NOT_ALLOWED = "NOT_ALLOWED"  # E.2: this actor never does this
    NOT_JOINED = "NOT_JOINED"  # P-05: a consultant writes after joining
    ALREADY_JOINED = "ALREADY_JOINED"
    NOTHING_TO_JOIN = "NOTHING_TO_JOIN"  # P-14, C-29
    RESOLVE_ALREADY_ASKED = "RESOLVE_ALREADY_ASKED"  # P-08, C-07
    TOO_EARLY_FOR_UNRESOLVED = "TOO_EARLY_FOR_UNRESOLVED"  # S0-35, S0-36
    ALREADY_UNRESOLVED = "ALREADY_UNRESOLVED"  # P-10
    ENDED_REOPEN_FIRST = "ENDED_REOPEN_FIRST"  # T-28
    REOPENED_ALREADY = "REOPENED_ALREADY"  # S0-21
    TOO_LATE_TO_REOPEN = "TOO_LATE_TO_REOPEN"  # S0-22
    STAFF_REOPENED_ENOUGH = "STAFF_REOPENED_ENOUGH"  # C-05: only where an administrator set a limit
    JUSTIFICATION_MISSING = "JUSTIFICATION_MISSING"  # P-12
    BUYER_REQUEST_MISSING = "BUYER_REQUEST_MISSING"  # P-02, P-12
    ANSWER_NOT_OVERDUE = "ANSWER_NOT_OVERDUE"  # P-13
    JOIN_ALREADY_ASKED = "JOIN_ALREADY_ASKED"  # P-13
    NOT_PENDING = "NOT_PENDING"
    NO_OFFER_OPEN = "NO_OFFER_OPEN"  # P-18
    OFFER_NOT_FOR_THIS_REASON = "OFFER_NOT_FOR_THIS_REASON"  # P-17
    NOT_A_DELIVERY_PROBLEM = "NOT_A_DELIVERY_PROBLEM"  # T-05, S0-37
    NOT_CLOSING_AFTER_DELIVERY = "NOT_CLOSING_AFTER_DELIVERY"  # T-20
    NOTHING_AGREED = "NOTHING_AGREED"  # P-19
    ALREADY_CARRIED_OUT = "ALREADY_CARRIED_OUT"  # P-19
    OWN_MESSAGE = "OWN_MESSAGE"  # P-24
    CATEGORY_UNKNOWN = "CATEGORY_UNKNOWN"  # S0-26…28
    NO_SUCH_MESSAGE = "NO_SUCH_MESSAGE"
    NO_OPEN_REPORT = "NO_OPEN_REPORT"  # P-25
    SELLER_ANSWERED = "SELLER_ANSWERED"  # P-26
    REMINDER_NOT_EXPIRED = "REMINDER_NOT_EXPIRED"  # T-10
    SELLER_NOT_WARNED = "SELLER_NOT_WARNED"  # T-10 before P-26
    ALREADY_BLOCKED = "ALREADY_BLOCKED"  # P-26
    WRITTEN_REASON_MISSING = "WRITTEN_REASON_MISSING"  # P-26
    REFUND_OUT_OF_RANGE = "REFUND_OUT_OF_RANGE"  # P-23
    CLAIMS_OFF = "CLAIMS_OFF"  # P-35: the layer is not in force
    NOT_CLAIMABLE = "NOT_CLAIMABLE"  # C-02: this reason is talked about
    CLAIM_OPEN_ALREADY = "CLAIM_OPEN_ALREADY"  # B1-19
    GROUND_MISSING = "GROUND_MISSING"  # P-35
    NO_WARRANTY = "NO_WARRANTY"  # B1-18
    RETURN_NOT_DECIDED = "RETURN_NOT_DECIDED"  # P-37, B1-13
    RETURN_DECIDED_ALREADY = "RETURN_DECIDED_ALREADY"  # P-36
    CLAIM_DECIDED = "CLAIM_DECIDED"  # E.4: only while the claim waits for its decision
    DECISION_NOT_POSSIBLE = "DECISION_NOT_POSSIBLE"  # E.4: no way leads there from the decision in force
    DECISION_NOT_IN_FORCE = "DECISION_NOT_IN_FORCE"  # G-05: the claim's rule set does not know this code
    WITHDRAWAL_NOT_STATED = "WITHDRAWAL_NOT_STATED"  # K-07b
    WITHDRAWAL_STATED_ALREADY = "WITHDRAWAL_STATED_ALREADY"  # K-07
    TALK_ENDED_ALREADY = "TALK_ENDED_ALREADY"  # K-06
    CHAT_CLOSED = "CHAT_CLOSED"  # B1-17, K-08
    COMMAND_REUSED = "COMMAND_REUSED"  # the same command id came with other content


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal is a value. ``possible_from`` is when the same request will be accepted, where time alone
    decides; ``limit`` is the bound that was passed (characters, files, minor units); ``also`` are the other
    objections to the same request, where the rules name all of them at once."""

    why: Why
    possible_from: datetime | None = None
    limit: int | None = None
    also: tuple["Refused", ...] = ()
