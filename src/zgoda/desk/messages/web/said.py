"""Sentences for the desk's pages: why a thread or a return is not written in, and what a consent does not cover."""

from django.db.models import Q
from django.utils.translation import gettext as _

from zgoda.desk.allegro import oauth
from zgoda.desk.messages import words as of_messages
from zgoda.desk.messages import writing
from zgoda.desk.messages.models import Mailbox, Thread
from zgoda.desk.messages.sources import THREAD
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase
from zgoda.desk.web import words
from zgoda.engine.prepared import Prepared

FORBIDDEN = "Forbidden"


def why_not(case: DeskCase, mode: str) -> str | None:
    """As ``permitted.why_not``: a thread is answered as long as it is open, a return not at all."""
    if mode == "tracking":
        return "" if case.order_id and case.family == THREAD else None
    if mode != "reply":
        return None
    why = writing.closed(case)
    return words.refusal(why) if why else ""


def lacking(connection: Connection) -> str:
    """What the consent lacks, with what follows and what to do; empty where it covers everything."""
    if connection.state == ConnectionState.NEEDS_CONSENT or not connection.user_id:
        return ""
    granted = set(connection.scopes.split())
    missing = [scope.value for scope in oauth.SCOPES if scope.value not in granted] if granted else []
    mailbox = Mailbox.objects.filter(connection=connection).first()
    refused = [] if mailbox is None else [mailbox.threads_trouble, mailbox.returns_trouble]
    if not missing and FORBIDDEN not in refused:
        return ""
    named = f" ({', '.join(missing)})" if missing else ""
    return _(
        "The consent does not cover everything this desk reads%(scopes)s, so messages or returns are missing here. "
        "Let the account's owner agree once more."
    ) % {"scopes": named}


def on_the_way(case: DeskCase, message_id: str) -> str:
    """Why a message of a thread is not simply there; empty where it is. Asked once for each look at a case."""
    if case.family != THREAD:
        return ""
    held: dict[str, str] | None = getattr(case, "_undelivered", None)
    if held is None:
        held = {key: status for (told,) in _UNDELIVERED(case.pk) for key, status in told.items()}
        case._undelivered = held  # type: ignore[attr-defined]
    status = held.get(message_id, "")
    return of_messages.delivery(status) if status else ""


_UNDELIVERED: Prepared[tuple[dict[str, str]]] = Prepared(
    lambda case_id: Thread.objects.filter(Q(pk=case_id) | Q(merged_into=case_id)).values_list("undelivered"), int
)
