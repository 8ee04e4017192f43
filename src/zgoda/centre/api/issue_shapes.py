"""Our cases as Allegro's issues. Where live answers and the document disagree we answer as live servers do:
``statusDueDate`` is the answer's deadline, ``expectations`` of a dispute is null, SYSTEM messages carry a login.
"""

from datetime import datetime

from django.conf import settings
from msgspec import UNSET

from zgoda.centre.api.cases import Entry
from zgoda.centre.cases.texts import Folded, folded, message_text
from zgoda.centre.store import cases, current
from zgoda.centre.store.models import Case
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Status
from zgoda.look.words.reasons import reason_name
from zgoda.wire import issues
from zgoda.wire.enums import AuthorRole, IssueStatus, IssueType, LastMessageStatus
from zgoda.wire.times import to_wire

SYSTEM_LOGIN = "Zgoda"
"""The display name under which the platform's automatic messages are shown."""

STATUS = {
    Status.PENDING: IssueStatus.DISPUTE_ONGOING,
    Status.RESOLVED: IssueStatus.DISPUTE_CLOSED,
    Status.UNRESOLVED: IssueStatus.DISPUTE_UNRESOLVED,
}
_ROLES = {
    Role.BUYER: AuthorRole.BUYER,
    Role.SELLER: AuthorRole.SELLER,
    Role.WAREHOUSE: AuthorRole.FULFILLMENT,
    Role.CONSULTANT: AuthorRole.ADMIN,
    Role.MODERATOR: AuthorRole.ADMIN,
}
_LAST = {
    Role.BUYER: LastMessageStatus.BUYER_REPLIED,
    Role.SELLER: LastMessageStatus.SELLER_REPLIED,
    Role.WAREHOUSE: LastMessageStatus.SELLER_REPLIED,
}
"""The protocol has no word for the Warehouse's replies; they stand for the seller's (S1-32)."""


def issue_of(case: Case, first: Entry | None, now: datetime) -> issues.PostPurchaseIssue:
    """One dispute as it stands ``now``; texts in the active language.

    B1-04, B1-06: of a claim's fields it has none. B1-07: the opened date is the most recent opening.
    """
    known = folded(case)
    status = _status(case, now)
    opening = message_of(first, case, known) if first is not None else _missing_opening(case)
    return issues.PostPurchaseIssue(
        id=str(case.id),
        type=IssueType.DISPUTE,
        reference_number=None,
        decision_due_date=None,
        opened_date=to_wire(case.opened_at),
        subject=reason_name(case.reason),
        buyer=issues.IssueUser(id=str(case.buyer_id), login=case.buyer.username),
        checkout_form=issues.IssueCheckoutForm(id=str(case.order_id), created_at=to_wire(case.order.bought_at)),
        current_state=issues.IssueState(
            status=STATUS[status],
            status_due_date=to_wire(case.answer_due) if case.answer_due else None,
            return_required=None,
            chat_active=status is not Status.RESOLVED,
        ),
        chat=issues.IssueChat(
            last_message=issues.LastMessage(
                status=_last_status(case, known), created_at=to_wire(case.last_message_at or case.opened_at)
            ),
            messages_count=case.messages_count,
            initial_message=opening,
        ),
        expectations=None,
        description=None,
        offer=None,
        product=None,
        reason=None,
        attachments=opening.attachments,
        zgoda_revision=case.seq if settings.API_EXTRA_FIELDS else UNSET,
    )


def message_of(entry: Entry, case: Case, known: Folded) -> issues.ChatMessage:
    """One entry of the chat; a message hidden by a moderator keeps its place with a notice (T-30)."""
    row = entry.row
    return issues.ChatMessage(
        id=str(row.id),
        text=message_text(row, case, known),
        attachments=entry.attachments,
        author=author_of(row.author_role, buyer=case.buyer.username, seller=case.seller.username),
        created_at=to_wire(row.created_at),
    )


def _status(case: Case, now: datetime) -> Status:
    """G-03: also while a sweep is late, a case whose time has come is told as it stands, not as it was recorded."""
    if case.next_due is None or case.next_due > now:
        return Status(case.status)
    return current.as_of(cases.discussion(case), now).status


def author_of(role: str, *, buyer: str, seller: str) -> issues.Author:
    """Who wrote, with the login that the role shows."""
    known = _ROLES.get(Role(role), AuthorRole.SYSTEM)
    logins = {
        AuthorRole.BUYER: buyer,
        AuthorRole.SELLER: seller,
        AuthorRole.SYSTEM: SYSTEM_LOGIN,
    }
    return issues.Author(login=logins.get(known), role=known)


def _last_status(case: Case, known: Folded) -> LastMessageStatus:
    role = Role(case.last_message_role) if case.last_message_role else None
    return last_status_of(role, seller_wrote=known.seller_wrote)


def last_status_of(last: Role | None, *, seller_wrote: bool) -> LastMessageStatus:
    """NEW while neither seller nor Warehouse wrote; then by the last author, everyone else being an advisor."""
    if not seller_wrote or last is None:
        return LastMessageStatus.NEW
    return _LAST.get(last, LastMessageStatus.ALLEGRO_ADVISOR_REPLIED)


def _missing_opening(case: Case) -> issues.ChatMessage:
    """A case always has its opening; were it lost, the issue must still be listed."""
    return issues.ChatMessage(
        id=str(case.id),
        text="",
        attachments=[],
        author=issues.Author(login=case.buyer.username, role=AuthorRole.BUYER),
        created_at=to_wire(case.first_opened_at),
    )
