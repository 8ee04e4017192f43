"""What a message of a claim's chat says: the platform's words, then a person's."""

from zgoda.centre.claims.models import ClaimMessage, ClaimRow
from zgoda.domain.claims.claim import Claim
from zgoda.domain.claims.events import Kind
from zgoda.domain.money import Money
from zgoda.look.words.claims import filing_text, note_text


def message_text(row: ClaimMessage, claim: ClaimRow, known: Claim, *, own: bool = False) -> str:
    """The whole text. ``own``: told to the claim's buyer."""
    parts = (platform_text(row, claim, known, own=own), row.text or "")
    return "\n\n".join(part for part in parts if part)


def platform_text(row: ClaimMessage, claim: ClaimRow, known: Claim, *, own: bool = False) -> str:
    """What the platform says before or instead of a person; empty for a plain message."""
    if row.kind == Kind.FILING:
        price = known.purchase.line_price
        name = claim.line.offer_name
        return filing_text(known.reason_code, name, known.ground, known.expectation, price, own=own)
    amount = Money(row.amount_minor, row.currency) if row.amount_minor is not None else None
    return note_text(row.kind, row.code, amount, own=own)
