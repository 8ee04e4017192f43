"""The automatic answer to a new Discussion: at most one in each case, through the outbox like every other message."""

from zgoda.desk.cases import actions
from zgoda.desk.cases.actions import By
from zgoda.desk.crm.models import Automatic, Ticket
from zgoda.desk.store.models import DeskCase, Outgoing
from zgoda.domain.plain_text import with_footer
from zgoda.domain.writers import Mode, Writer, mode_of

AUTOMATIC = "automatic"
"""The form token of every automatic answer: the outbox takes one of each case."""
RULE = "rule:"
"""So begin the form tokens of what a shop's own rules write."""


def is_automatic(form_token: str) -> bool:
    """Whether nobody wrote what has this form token."""
    return form_token == AUTOMATIC or form_token.startswith(RULE)


def answer(case: DeskCase) -> Outgoing | None:
    """S3-07: queue the answer that the integration holds for this case, where one is due and its writer is not off.

    Called when the chat has been read: whoever of ours wrote meanwhile makes it needless.
    """
    due = Ticket.objects.filter(case_id=case.pk, automatic=Automatic.DUE).select_related("integration").first()
    if due is None:
        return None
    queued = _queued(case, due)
    Ticket.objects.filter(pk=due.pk).update(automatic=Automatic.QUEUED if queued else Automatic.LEFT_OUT)
    return queued


def _queued(case: DeskCase, ticket: Ticket) -> Outgoing | None:
    integration = ticket.integration
    if integration is None or not (integration.running and integration.answers_automatically):
        return None
    connection = case.connection
    is_off = mode_of(connection.writers, Writer.AUTOMATIC) is Mode.OFF or connection.shop.stopped_at is not None
    if is_off or case.answered_at is not None:
        return None
    text = with_footer(integration.automatic_answer, integration.footer)
    taken = actions.reply(case, text, (), By(None, AUTOMATIC))
    return taken if isinstance(taken, Outgoing) else None
