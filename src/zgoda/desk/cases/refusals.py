"""The desk's own no, before anything is sent; the pages choose the words."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why an action is refused at the desk."""

    ENDED = "ENDED"
    CHAT_CLOSED = "CHAT_CLOSED"
    EMPTY = "EMPTY"
    TOO_LONG = "TOO_LONG"
    TOO_MANY_FILES = "TOO_MANY_FILES"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    FILE_TYPE = "FILE_TYPE"
    FILE_NOT_SAFE = "FILE_NOT_SAFE"
    FILE_USED = "FILE_USED"
    ALREADY_ASKED = "ALREADY_ASKED"
    NO_ORDER = "NO_ORDER"
    BAD_WAYBILL = "BAD_WAYBILL"
    ALREADY_SENT = "ALREADY_SENT"
    NOT_A_CLAIM = "NOT_A_CLAIM"
    NOT_FOR_CLAIMS = "NOT_FOR_CLAIMS"
    LABEL_MISSING = "LABEL_MISSING"
    RETURN_DECIDED = "RETURN_DECIDED"
    RETURN_FIRST = "RETURN_FIRST"
    CLAIM_DECIDED = "CLAIM_DECIDED"
    VERDICT_NOT_POSSIBLE = "VERDICT_NOT_POSSIBLE"
    VERDICT_ON_ITS_WAY = "VERDICT_ON_ITS_WAY"
    NOT_WITHDRAWN = "NOT_WITHDRAWN"
    AMOUNT_MISSING = "AMOUNT_MISSING"


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked for is not done, and why."""

    why: Why
