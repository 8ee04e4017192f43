"""The Warehouse passes a message on to the seller, with a note and what it is about, as far as somebody says so."""

from uuid import UUID, uuid4

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role as AccountRole
from zgoda.centre.messaging import forwarding, warehouse
from zgoda.centre.messaging.acts import NoSuchThread
from zgoda.centre.web.staff.frame import person, token_of
from zgoda.centre.web.warehouse.messages import own_thread
from zgoda.domain.actors import Role
from zgoda.domain.message_routing import NOTE_LENGTH, may_forward_message
from zgoda.domain.message_topics import MessageTopic, answerer_of
from zgoda.domain.messaging import MessagingRefused, MessagingWhy
from zgoda.engine import clock
from zgoda.look.words.messaging import message_topic_name, messaging_refusal

_OF_NOTE = (MessagingWhy.NOTE_MISSING, MessagingWhy.NOTE_TOO_LONG)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(AccountRole.WAREHOUSE)
def forward(request: HttpRequest, thread_id: str, message_id: UUID) -> HttpResponse:
    """S1-08, P-29: asks for the note, then forwards. Nothing about it moves a clock (S1-64)."""
    thread = own_thread(thread_id)
    message = warehouse.messages_of(thread).filter(pk=message_id).first()
    asked = warehouse.asked_in([message]).get(message_id) if message else None
    if message is None or asked is None:
        raise Http404
    note, topic = request.POST.get("note", ""), request.POST.get("topic", "")
    known = MessageTopic(topic) if topic in set(MessageTopic) else None
    closed = thread.closed_at is not None
    refused = may_forward_message(Role.WAREHOUSE, Role(asked.row.party), fulfilled=asked.row.fulfilled, closed=closed)
    if request.method == "POST":
        outcome = _forwarded(request, message_id, note, known)
        if not isinstance(outcome, MessagingRefused):
            notices.success(request, _("The seller answers this message now."))
            return redirect("warehouse_thread", thread_id)
        refused = outcome
    of_note = refused is not None and refused.why in _OF_NOTE
    context = {
        "row": thread,
        "message": message,
        "note": note,
        "topic": topic,
        "topics": [(one.value, message_topic_name(one)) for one in MessageTopic if answerer_of(one) is Role.SELLER],
        "asks_topic": bool(asked.row.topic),
        "most": NOTE_LENGTH,
        "errors": [("note", messaging_refusal(refused))] if refused and of_note else [],
        "refused": messaging_refusal(refused) if refused and not of_note else "",
        "token": uuid4(),
    }
    return render(request, "warehouse/forward_message.html", context, status=422 if refused else 200)


def _forwarded(request: HttpRequest, message_id: UUID, note: str, topic: MessageTopic | None) -> object:
    agent, now = person(request), clock.now()
    try:
        return forwarding.forward(message_id, Role.WAREHOUSE, agent.pk, note, topic, now=now, token=token_of(request))
    except NoSuchThread:
        raise Http404 from None
