"""Which module says what a letter tells; the one table from kinds of letters to words."""

from collections.abc import Callable, Mapping

from zgoda.centre.claims import letters as claims
from zgoda.centre.hotline import letters as hotline
from zgoda.centre.mailing.models import Letter
from zgoda.centre.orders import letters as orders
from zgoda.centre.partners.mail import letters as discussions
from zgoda.centre.ratings import letters as ratings
from zgoda.domain.notifications import Kind
from zgoda.engine.mailing.content import Content, cleaned

Writer = Callable[[Letter], Content | None]
"""Called in the reader's language; None where there is nothing to tell any more. Raises ``ObjectDoesNotExist`` where
what it tells of is gone."""

WRITERS: Mapping[Kind, Writer] = {
    Kind.DISCUSSION_OPENED: discussions.opened,
    Kind.HIDDEN_OPENED: discussions.hidden_opened,
    Kind.FORWARDED: discussions.forwarded,
    Kind.REOPENED: discussions.reopened,
    Kind.RESOLVED: discussions.resolved,
    Kind.UNRESOLVED: discussions.unresolved,
    Kind.REFUND_REFUSED: discussions.refund_refused,
    Kind.WARNED: discussions.warned,
    Kind.BLOCKED: discussions.blocked,
    Kind.PURCHASE_MADE: orders.purchase_made,
    Kind.DOCUMENT_ADDED: orders.document_added,
    Kind.RATING_REMOVAL: ratings.platforms_request,
    Kind.RATING_REQUEST: ratings.sellers_request,
    Kind.CALL_HANDED_OVER: hotline.handed_over,
    Kind.CLAIM_FILED: claims.filed,
    Kind.CLAIM_RETURN_DECISION: claims.return_decision,
    Kind.CLAIM_WITHDRAWN: claims.withdrawn,
    Kind.CLAIM_DECIDED: claims.decided,
    Kind.CLAIM_DEEMED_ACCEPTED: claims.deemed_accepted,
}


def written(letter: Letter) -> Content | None:
    """What the letter says, in the active language."""
    content = WRITERS[Kind(letter.kind)](letter)
    return cleaned(content) if content is not None else None
