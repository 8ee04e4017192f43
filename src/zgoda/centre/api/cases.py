"""The seller's own cases as rows: only those of the token's user, and never a hidden one (P-04, S1-56, P-49)."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from zgoda.centre.api.framework import Call, parse_uuid
from zgoda.centre.api.refusals import issue_not_found
from zgoda.centre.store.models import Case, CaseMessage, MessageAttachment
from zgoda.files.models import State, StoredFile
from zgoda.wire.issues import IssueAttachment

_LISTED = (State.UPLOADED, State.SAFE)
"""A file that still waits for its scan is named, so that clients know of it, but answers 404 until it passed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message with the files shown beside it."""

    row: CaseMessage
    attachments: list[IssueAttachment]


def own_cases(call: Call) -> QuerySet[Case]:
    """Everything this seller may see."""
    return Case.objects.filter(seller_id=call.user_id, hidden=False)


def own_case(call: Call, issue_id: str) -> Case:
    """One case; 404 for an id that is malformed, unknown, hidden or someone else's."""
    case_id = parse_uuid(issue_id)
    found = own_cases(call).select_related("buyer", "seller", "order", "line").defer("order__form")
    row = found.filter(pk=case_id).first() if case_id else None
    if row is None:
        raise issue_not_found()
    return row


def with_files(rows: list[CaseMessage]) -> list[Entry]:
    """The messages with their attachments' names and addresses; two queries for all."""
    shown: dict[UUID, list[IssueAttachment]] = {row.id: [] for row in rows if row.hidden_at is None}
    links = list(MessageAttachment.objects.filter(message_id__in=shown).order_by("message_id", "position"))
    files = StoredFile.objects.filter(pk__in=[link.file_id for link in links], state__in=_LISTED)
    names = dict(files.values_list("id", "name"))
    for link in links:
        name = names.get(link.file_id)
        if name is not None:
            shown[link.message_id].append(IssueAttachment(file_name=name, url=attachment_url(link.file_id)))
    return [Entry(row, shown.get(row.id, [])) for row in rows]


def attachment_url(file_id: UUID) -> str:
    """Where the bytes are read, with the bearer token."""
    return f"{settings.CENTRE_URL.rstrip('/')}/sale/issues/attachments/{file_id}"
