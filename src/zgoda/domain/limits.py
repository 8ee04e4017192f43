"""How long a message may be and how much may hang on it (P-05, P-06, C-08, C-09)."""

from zgoda.domain.commands import Text
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.rule_sets import RuleSet

TEXT_LENGTH = 20_000
MESSAGE_ATTACHMENTS = 1
ATTACHMENT_BYTES = 5_242_880
CLAIM_ATTACHMENT_BYTES = 6_291_456
PLATFORM_COMPATIBLE_BYTES = 2_097_152
FILE_NAME_LENGTH = 255


def attachment_bytes(*, platform_compatible: bool, claim: bool = False) -> int:
    """C-09: 5 MiB in Discussions, 6 in claims, 2 over a connection that promised to behave like the platform's own."""
    if platform_compatible:
        return PLATFORM_COMPATIBLE_BYTES
    return CLAIM_ATTACHMENT_BYTES if claim else ATTACHMENT_BYTES


def opening_attachments(rules: RuleSet) -> int:
    """C-08: one under ``seed``, five under ``current``, or what an administrator set."""
    return rules.max_opening_attachments


def is_blank(text: Text | None) -> bool:
    """Whether nothing readable was written."""
    return text is None or not text.value.strip()


def too_long(text: Text | None) -> Refused | None:
    """P-05: 1 to 20,000 characters, counted as Unicode code points."""
    if text is not None and len(text.value) > TEXT_LENGTH:
        return Refused(Why.MESSAGE_TOO_LONG, limit=TEXT_LENGTH)
    return None


def too_many(attachments: int, limit: int) -> Refused | None:
    """S3-38, C-08: one file per message, in the opening form as many as the rule set says."""
    return Refused(Why.TOO_MANY_ATTACHMENTS, limit=limit) if attachments > limit else None
