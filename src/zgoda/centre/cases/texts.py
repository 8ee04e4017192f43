"""People's words on their way into a case, and what a message says to whoever reads it."""

import secrets
from uuid import uuid4

import msgspec
from django.utils.translation import gettext as _

from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain.commands import Text
from zgoda.domain.discussion import Offer
from zgoda.domain.events import MessageKind
from zgoda.domain.expectation import Expectation
from zgoda.domain.purchase import Purchase
from zgoda.look.words.solutions import expectation_words
from zgoda.look.words.templates import automatic_text, opening_text, resolve_request_text


class Folded(msgspec.Struct):
    """The part of the folded case that texts and lists need and its row does not repeat."""

    purchase: Purchase
    expectation: Expectation | None
    offer: Offer | None
    on_behalf: bool
    seller_wrote: bool


_FOLDED = msgspec.json.Decoder(Folded)


def written(words: str | None) -> Text | None:
    """Words from a request, ready for the journal's salted digest; None where nothing but blanks was written."""
    clean = (words or "").replace("\x00", "").replace("\r\n", "\n").strip()
    return Text(uuid4(), clean, secrets.token_hex(16)) if clean else None


def folded(case: Case) -> Folded:
    """Read from the row's state, without a query."""
    return _FOLDED.decode(case.state)


def message_text(row: CaseMessage, case: Case, known: Folded, *, own: bool = False) -> str:
    """What a message says: a person's words, the platform's, or both; of a hidden one the notice (T-30).

    ``own``: told to the case's buyer.
    """
    if row.hidden_at is not None:
        return hidden_notice()
    return "\n\n".join(part for part in (platform_text(row, case, known, own=own), row.text or "") if part)


def hidden_notice() -> str:
    """T-30: what stands in the place of a message that a moderator hid."""
    return _("This message was hidden by the platform because it broke the rules.")


def platform_text(row: CaseMessage, case: Case, known: Folded, *, own: bool = False) -> str:
    """S0-07, S0-16, S0-51: the words that the platform puts before or instead of a person's; ``own``: to the buyer."""
    price = known.purchase.line_price
    if row.kind == MessageKind.OPENING:
        name = case.line.offer_name
        return opening_text(case.reason, name, known.expectation, price, on_behalf=known.on_behalf, own=own)
    if row.kind == MessageKind.OFFER:
        if known.offer is not None and known.offer.message_id == row.id:
            return _("Offered solution: %(solution)s.") % {"solution": expectation_words(known.offer.solution, price)}
        return _("Another solution was offered here; a later offer replaced it.")
    if row.kind == MessageKind.RESOLVE_ASK and not row.text:
        return resolve_request_text()
    return automatic_text(row.template, row.params, own=own) if row.template else ""
