"""Internal comments: seen by colleagues, never sent, possible also after the end of a case."""

from django.db import IntegrityError, transaction
from django.db.models import F

from zgoda.accounts.models import User
from zgoda.desk.crm import mentions
from zgoda.desk.crm.models import Comment, Ticket
from zgoda.desk.store.models import DeskCase
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.plain_text import plain
from zgoda.engine.clock import real_now
from zgoda.engine.prepared import Prepared


def add(case: DeskCase, text: str, by: User | None, form_token: str) -> Comment | None:
    """P-07, S3-36, S3-40: in any status. ``by`` nobody: a rule of the shop.
    None where nothing was written; the same form again is the same comment."""
    words = plain(text)[:TEXT_LENGTH]
    if not words:
        return None
    now = real_now()
    try:
        with transaction.atomic():
            comment = Comment.objects.create(case=case, by=by, text=words, form_token=form_token, created_at=now)
            mentions.keep(comment)
            Ticket.objects.get_or_create(case=case, defaults={"created_at": now, "subject": case.subject})
            Ticket.objects.filter(case=case).update(comments=F("comments") + 1)
    except IntegrityError:
        return Comment.objects.get(case=case, form_token=form_token)
    return comment


def of_case(ticket: Ticket | None) -> list[Comment]:
    """Oldest first. Asked only where the ticket counts some."""
    return _OF_CASE(ticket.case_id) if ticket is not None and ticket.comments else []


_OF_CASE: Prepared[Comment] = Prepared(
    lambda case_id: Comment.objects.filter(case_id=case_id).select_related("by"), int
)
