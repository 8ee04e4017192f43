"""From the API to the one door of a case: its command handled, its refusal answered."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.framework import Call, parse_uuid
from zgoda.centre.api.refusals import refused
from zgoda.centre.handle import handle
from zgoda.centre.store.models import Case
from zgoda.domain.commands import Command
from zgoda.domain.refusals import Refused


def run(call: Call, case: Case, command: Command, command_id: UUID | None = None) -> None:
    """Handle it now; a refusal becomes its answer."""
    outcome = handle(case.id, command, now=call.now, command_id=command_id)
    if isinstance(outcome, Refused):
        raise refused(outcome)


def command_id_of(call: Call, in_body: str | None) -> UUID | None:
    """The id under which a repeated request counts once: ``commandId`` or the header ``Idempotency-Key``."""
    text = in_body or call.request.headers.get("Idempotency-Key")
    if text is None:
        return None
    known = parse_uuid(text)
    if known is None:
        raise problems.invalid("commandId", _("The command's id must be a UUID."), text)
    return known
