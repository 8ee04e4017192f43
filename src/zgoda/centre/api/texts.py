"""Texts of the thread and of refusals as the API shows them, in the active language. The words live in ``look``."""

from django.utils.translation import gettext as _

from zgoda.centre.store.models import CaseMessage
from zgoda.domain.refusals import Refused


def message_text(row: CaseMessage) -> str:
    """What a message says: a person's words, the platform's from its template, or the notice of a hidden one (T-30)."""
    if row.hidden_at is not None:
        return _("This message was hidden by the platform because it broke the rules.")
    if row.text is not None or not row.template:
        return row.text or ""
    from zgoda.look.words.templates import template_words

    return template_words(row.template, row.params)


def refusal_text(refusal: Refused) -> str:
    """Why not, and from when."""
    from zgoda.look.words.refusals import refusal_words

    return refusal_words(refusal)
