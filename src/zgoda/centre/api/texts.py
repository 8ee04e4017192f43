"""Texts of the thread as the API shows them, in the active language. The words live in ``look``."""

import msgspec
from django.utils.translation import gettext as _

from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain.discussion import Offer
from zgoda.domain.events import MessageKind
from zgoda.domain.expectation import Expectation
from zgoda.domain.purchase import Purchase
from zgoda.look.words.solutions import expectation_words
from zgoda.look.words.templates import automatic_text, opening_text, resolve_request_text


class Folded(msgspec.Struct):
    """The part of the folded case that texts and issues need and its row does not repeat."""

    purchase: Purchase
    expectation: Expectation | None
    offer: Offer | None
    on_behalf: bool
    seller_wrote: bool


_FOLDED = msgspec.json.Decoder(Folded)


def folded(case: Case) -> Folded:
    """Read from the row's state, without a query."""
    return _FOLDED.decode(case.state)


def message_text(row: CaseMessage, case: Case, known: Folded) -> str:
    """What a message says: a person's words, the platform's, or both; of a hidden one the notice (T-30)."""
    if row.hidden_at is not None:
        return _("This message was hidden by the platform because it broke the rules.")
    written = row.text or ""
    platform = _platform_text(row, case, known)
    return "\n\n".join(part for part in (platform, written) if part)


def _platform_text(row: CaseMessage, case: Case, known: Folded) -> str:
    """S0-07, S0-16, S0-51: the words that the platform puts before or instead of a person's."""
    price = known.purchase.line_price
    if row.kind == MessageKind.OPENING:
        name = case.line.offer_name
        return opening_text(case.reason, name, known.expectation, price, on_behalf=known.on_behalf)
    if row.kind == MessageKind.OFFER:
        if known.offer is not None and known.offer.message_id == row.id:
            return _("Offered solution: %(solution)s.") % {"solution": expectation_words(known.offer.solution, price)}
        return _("Another solution was offered here; a later offer replaced it.")
    if row.kind == MessageKind.RESOLVE_ASK and not row.text:
        return resolve_request_text()
    return automatic_text(row.template, row.params) if row.template else ""
