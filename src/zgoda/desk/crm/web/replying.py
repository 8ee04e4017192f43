"""What the integration adds to an agent's words: the footer, and the closure message of a request to confirm."""

from zgoda.desk.crm.models import Integration, Ticket
from zgoda.desk.store.models import DeskCase
from zgoda.desk.web.words import confirm_text
from zgoda.domain import plain_text
from zgoda.domain.tickets import closing_words


def integration_of(case: DeskCase) -> Integration | None:
    """The integration that made the case's ticket."""
    ticket: Ticket | None = getattr(case, "ticket", None)
    return ticket.integration if ticket is not None else None


def closure_message(case: DeskCase) -> str:
    """S3-22: the default closure message of the integration; without one, ours in the reader's language."""
    integration = integration_of(case)
    return (integration.closure_message if integration else "") or confirm_text()


def with_footer(case: DeskCase, text: str) -> str:
    """S3-37: the integration's footer as text below the message."""
    integration = integration_of(case)
    return plain_text.with_footer(plain_text.plain(text), integration.footer if integration else "")


def with_closure(case: DeskCase, text: str) -> str:
    """S3-39: what the agent typed, the default closure message, the footer."""
    return with_footer(case, closing_words(text, closure_message(case)))
