"""The seller's own cases as rows: only those of the token's user, and never a hidden one (P-04, S1-56, P-49)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from zgoda.centre.api.framework import Call, parse_uuid
from zgoda.centre.api.refusals import issue_not_found
from zgoda.centre.claims.models import ClaimAttachment, ClaimRow
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


def own_claims(call: Call) -> QuerySet[ClaimRow]:
    """The claims that this seller has to decide or has decided."""
    return ClaimRow.objects.filter(seller_id=call.user_id)


def own_case(call: Call, issue_id: str) -> Case:
    """One case; 404 for an id that is malformed, unknown, hidden or someone else's."""
    row = find_own_case(call, issue_id)
    if row is None:
        raise issue_not_found()
    return row


def find_own_case(call: Call, issue_id: str) -> Case | None:
    """The same, None where there is none; disputes and claims share one space of ids."""
    case_id = parse_uuid(issue_id)
    found = own_cases(call).select_related("buyer", "seller", "order", "line").defer("order__form")
    return found.filter(pk=case_id).first() if case_id else None


def find_own_claim(call: Call, issue_id: str) -> ClaimRow | None:
    """One claim; None for an id that is malformed, unknown or someone else's."""
    claim_id = parse_uuid(issue_id)
    found = own_claims(call).select_related("buyer", "seller", "order", "line").defer("order__form")
    return found.filter(pk=claim_id).first() if claim_id else None


def with_files(rows: list[CaseMessage]) -> list[Entry]:
    """The messages with their attachments' names and addresses; two queries for all."""
    shown = files_of([row.id for row in rows if row.hidden_at is None])
    return [Entry(row, shown.get(row.id, [])) for row in rows]


def files_of(
    message_ids: Sequence[UUID], kept: type[MessageAttachment | ClaimAttachment] = MessageAttachment
) -> dict[UUID, list[IssueAttachment]]:
    """The files of messages by message, in their order; at most two queries."""
    shown: dict[UUID, list[IssueAttachment]] = {message_id: [] for message_id in message_ids}
    links: list[MessageAttachment | ClaimAttachment] = list(
        kept.objects.filter(message_id__in=shown).order_by("message_id", "position")
    )
    if not links:
        return shown
    files = StoredFile.objects.filter(pk__in=[link.file_id for link in links], state__in=_LISTED)
    names = dict(files.values_list("id", "name"))
    for link in links:
        name = names.get(link.file_id)
        if name is not None:
            shown[link.message_id].append(IssueAttachment(file_name=name, url=attachment_url(link.file_id)))
    return shown


def attachment_url(file_id: UUID) -> str:
    """Where the bytes are read, with the bearer token."""
    return f"{settings.CENTRE_URL.rstrip('/')}/sale/issues/attachments/{file_id}"
