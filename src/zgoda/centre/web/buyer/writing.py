"""Writing to a seller from a purchase: a question, or a problem with the purchase where the layer is on (B1-23)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zgoda.accounts.models import Role, User
from zgoda.centre.cases.files import stage
from zgoda.centre.cases.thread import ShownFile, shown_file
from zgoda.centre.messaging import acts
from zgoda.centre.messaging.acts import Words
from zgoda.centre.messaging.once import Outcome
from zgoda.centre.store import laws
from zgoda.centre.store.purchases import BoughtOrder, order_of
from zgoda.centre.web.buyer.person import buyers_only, form_token, parsed_id
from zgoda.domain.message_topics import MessageTopic
from zgoda.domain.messaging import (
    MESSAGE_FILES,
    TEXT_LENGTH,
    MessagingRefused,
    MessagingWhy,
    Origin,
    Topic,
    problems_offered,
)
from zgoda.engine import clock
from zgoda.look.words.messaging import message_topic_name, messaging_refusal, topic_name

_OFFER = re.compile(r"[0-9A-Za-z-]{1,32}", re.ASCII)
_FIELD = {
    MessagingWhy.MESSAGE_EMPTY: "text",
    MessagingWhy.MESSAGE_TOO_LONG: "text",
    MessagingWhy.TOO_MANY_FILES: "files",
    MessagingWhy.FILE_UNUSABLE: "files",
    MessagingWhy.TOPIC_MISSING: "topic",
    MessagingWhy.PRODUCT_MISSING: "line",
}


@dataclass(frozen=True, slots=True)
class Sending:
    """What came with a form: the words to send, its token, and what it may be shown again with."""

    words: Words
    token: UUID
    errors: list[tuple[str, str]]
    files: Sequence[tuple[UUID, ShownFile]]


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def write_to_seller(request: HttpRequest, user: User, order_id: UUID) -> HttpResponse:
    """P-31: a question about a purchase; it goes into the conversation with its seller."""
    order = _own_order(user, order_id)

    def act(sending: Sending) -> Outcome:
        return acts.begin(user.pk, order.seller, order.id, sending.words, now=clock.now(), token=sending.token)

    sent, context = _handled(request, user, act)
    if sent is not None:
        return redirect("thread", sent)
    return render(request, "buyer/write.html", {"order": order, **context}, status=422 if context["errors"] else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def ask_seller(request: HttpRequest, user: User, seller_id: int) -> HttpResponse:
    """S1-03: "Ask the seller", a question about an offer before any purchase; ``offer`` in the address names it."""
    seller = User.objects.filter(pk=seller_id, role=Role.SELLER).first()
    offer_id = request.GET.get("offer", "")
    if seller is None or not _OFFER.fullmatch(offer_id):
        raise Http404

    def act(sending: Sending) -> Outcome:
        return acts.ask(user.pk, seller.pk, offer_id, sending.words, now=clock.now(), token=sending.token)

    sent, context = _handled(request, user, act)
    if sent is not None:
        return redirect("thread", sent)
    shown = {"seller": seller.username, "offer_id": offer_id, **context}
    return render(request, "buyer/ask_seller.html", shown, status=422 if context["errors"] else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def report_problem(request: HttpRequest, user: User, order_id: UUID) -> HttpResponse:
    """B1-23: what it is about, which products, words and files."""
    order = _own_order(user, order_id)
    topic = request.POST.get("topic", "")
    chosen = set(request.POST.getlist("line")) if request.method == "POST" else {str(order.lines[0].id)}
    lines = [line.id for line in order.lines if str(line.id) in chosen]
    known = Topic(topic) if topic in Topic.__members__ else None

    def act(sending: Sending) -> Outcome:
        now = clock.now()
        return acts.report_problem(user.pk, order.id, lines, known, sending.words, now=now, token=sending.token)

    sent, context = _handled(request, user, act)
    if sent is not None:
        messages.success(request, _("The problem is reported. The seller answers here."))
        return redirect("thread", sent)
    law = laws.law_now(order.market, clock.now(), seller_id=order.seller_id)
    more = {
        "order": order,
        "offered": problems_offered(law.rules),
        "refused": messaging_refusal(MessagingRefused(MessagingWhy.PROBLEMS_NOT_OFFERED)),
        "topic": topic,
        "topics": [(one.value, topic_name(one)) for one in Topic],
        "chosen": chosen,
    }
    return render(request, "buyer/problem.html", {**more, **context}, status=422 if context["errors"] else 200)


def _handled(
    request: HttpRequest, user: User, act: Callable[[Sending], Outcome]
) -> tuple[str | None, Mapping[str, object]]:
    """The thread that a sent form led to; or None and what the form is shown with."""
    sending = _sending(request, user)
    if request.method == "POST" and not sending.errors:
        outcome = act(sending)
        if not isinstance(outcome, MessagingRefused):
            return outcome.thread_id, {}
        sending.errors.append((_FIELD.get(outcome.why, ""), messaging_refusal(outcome)))
    return None, {
        "words": sending.words.text,
        "errors": sending.errors,
        "files": sending.files,
        "about": sending.words.topic or "",
        "abouts": [(one.value, message_topic_name(one)) for one in MessageTopic],
        "token": uuid4() if sending.errors else sending.token,
        "most_words": TEXT_LENGTH,
        "most_files": MESSAGE_FILES,
    }


def _sending(request: HttpRequest, user: User) -> Sending:
    token = form_token(request)
    kept = [one for one in map(parsed_id, request.POST.getlist("file")) if one is not None]
    uploads = request.FILES.getlist("files")
    staged = stage(user.pk, uploads, kept, token, clock.now(), was_sent=acts.was_sent)
    words = Words(request.POST.get("text", ""), staged.ids, Origin.ASK_QUESTION, _about(request))
    files = [(row.id, shown_file(row)) for row in staged.files]
    return Sending(words, token, [("files", sentence) for sentence in staged.errors], files)


def _about(request: HttpRequest) -> MessageTopic | None:
    """What the buyer says it is about; none where it leaves that open. It wins over any reading (S1-02)."""
    asked = request.POST.get("about", "")
    return MessageTopic(asked) if asked in set(MessageTopic) else None


def _own_order(user: User, order_id: UUID) -> BoughtOrder:
    order = order_of(user.pk, order_id)
    if order is None:
        raise Http404
    return order
