"""The automatic answer to a new Discussion: at most one in each case, through the outbox like every other message."""

from zgoda.desk.cases import actions
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.nobodys import AUTOMATIC, by_people
from zgoda.desk.crm.models import Automatic, Ticket
from zgoda.desk.sending import gate
from zgoda.desk.store.models import DeskCase, Outgoing
from zgoda.domain.plain_text import with_footer
from zgoda.domain.writers import Writer


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
    if gate.is_off(connection, Writer.AUTOMATIC) or case.answered_at is not None or by_people(case.pk).exists():
        return None
    text = with_footer(integration.automatic_answer, integration.footer)
    taken = actions.reply(case, text, (), By(None, AUTOMATIC))
    return taken if isinstance(taken, Outgoing) else None
