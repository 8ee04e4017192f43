"""My messages: the conversations with sellers and the problems reported, what is unread, a thread and its replies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.accounts.models import User
from zgoda.centre.cases.files import stage
from zgoda.centre.cases.thread import PAGE as MESSAGES_PAGE
from zgoda.centre.cases.thread import Said, ShownFile, shown_file
from zgoda.centre.messaging import acts, reading
from zgoda.centre.messaging.acts import Words
from zgoda.centre.messaging.models import Thread, ThreadMessage, is_thread_id
from zgoda.centre.messaging.reading import Entry
from zgoda.centre.web.buyer.person import buyers_only, form_token, parsed_id
from zgoda.domain.actors import Role
from zgoda.domain.messaging import SEEN, TEXT_LENGTH, MessagingRefused, Side, ThreadKind
from zgoda.engine import clock
from zgoda.files.models import State, StoredFile
from zgoda.files.serve import serve
from zgoda.look.numbers import whole
from zgoda.look.words.messaging import messaging_refusal, topic_name
from zgoda.look.words.roles import author_name, voice
from zgoda.wire.times import from_wire, to_wire

PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A thread in the list; ``last`` is how its newest message begins, ``own`` who wrote that."""

    id: str
    title: str
    seller: str
    last: str
    own: bool
    at: datetime
    unread: bool
    problem: bool
    closed: bool


@require_safe
@buyers_only
def threads(request: HttpRequest, user: User) -> HttpResponse:
    """Two queries whatever the page holds."""
    seen = ThreadMessage.objects.filter(Q(author_id=user.pk) | Q(status__in=SEEN), thread=OuterRef("pk"))
    newest = seen.order_by("-number")
    found = reading.threads_of(user.pk, Side.BUYER).annotate(
        last=Subquery(newest.values("text")[:1]), last_by=Subquery(newest.values("author_id")[:1])
    )
    cursor = _read_cursor(request.GET.get("after", ""))
    if cursor is not None:
        found = found.filter(Q(last_message_at__lt=cursor[0]) | Q(last_message_at=cursor[0], id__lt=cursor[1]))
    rows = list(found[: PAGE + 1])
    end = rows[PAGE - 1] if len(rows) > PAGE else None
    older = "?" + urlencode({"after": f"{to_wire(end.last_message_at)}_{end.id}"}) if end else ""
    context = {"rows": [_row(row, user) for row in rows[:PAGE]], "older": older, "paged": "after" in request.GET}
    return render(request, "buyer/threads.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def thread(request: HttpRequest, user: User, thread_id: str) -> HttpResponse:
    """Looking at a thread marks it as read. A reply that is refused comes back with all that was typed."""
    row = own_thread(user, thread_id)
    if request.method != "POST":
        if request.method == "GET" and not row.buyer_read:
            acts.mark_read(row.id, user.pk, read=True)
        return render(request, "buyer/thread.html", _context(row, user, whole(request.GET.get("before", ""))))
    words, token, now = request.POST.get("text", ""), form_token(request), clock.now()
    kept = [one for one in map(parsed_id, request.POST.getlist("file")) if one is not None]
    staged = stage(user.pk, request.FILES.getlist("files"), kept, token, now, was_sent=acts.was_sent)
    errors = list(staged.errors)
    if not errors:
        outcome = acts.write(row.id, user.pk, Words(words, staged.ids), now=now, token=token)
        if not isinstance(outcome, MessagingRefused):
            return redirect(f"{request.path}#end")
        errors.append(messaging_refusal(outcome))
    files = [(file.id, shown_file(file)) for file in staged.files]
    context = _context(own_thread(user, thread_id), user, None, words=words, errors=errors, files=files)
    return render(request, "buyer/thread.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def close(request: HttpRequest, user: User, thread_id: str) -> HttpResponse:
    """B1-23: asks once, then closes the problem."""
    row = own_thread(user, thread_id)
    if row.kind != ThreadKind.PROBLEM:
        raise Http404
    if request.method == "POST" and not row.closed_at:
        outcome = acts.close(row.id, user.pk, now=clock.now())
        if not isinstance(outcome, MessagingRefused):
            messages.success(request, _("The problem is closed."))
    if request.method == "POST" or row.closed_at:
        return redirect("thread", row.id)
    return render(request, "buyer/thread_close.html", {"row": row, "title": title_of(row)})


@require_safe
@buyers_only
def file(request: HttpRequest, user: User, thread_id: str, file_id: UUID) -> HttpResponseBase:
    """P-04, P-49: a file of a message in one's own thread, once it passed the scan."""
    found = reading.own_file(file_id, user.pk)
    if found is None or found[1].thread_id != thread_id or found[0].state != State.SAFE:
        raise Http404
    try:
        return serve(found[0])
    except FileNotFoundError:
        raise Http404 from None


def own_thread(user: User, thread_id: str) -> Thread:
    """P-49: somebody else's thread is not found."""
    row = reading.own_thread(thread_id, user.pk)
    if row is None or row.buyer_id != user.pk:
        raise Http404
    return row


def title_of(row: Thread) -> str:
    return topic_name(row.topic) if row.kind == ThreadKind.PROBLEM else row.seller.username


def _row(row: Thread, user: User) -> Row:
    last, last_by = getattr(row, "last", "") or "", getattr(row, "last_by", None)
    return Row(
        id=row.id,
        title=title_of(row),
        seller=row.seller.username,
        last=" ".join(last.split())[:160],
        own=last_by == user.pk,
        at=row.last_message_at,
        unread=not row.buyer_read,
        problem=row.kind == ThreadKind.PROBLEM,
        closed=row.closed_at is not None,
    )


def _context(row: Thread, user: User, before: int | None, **composed: object) -> Mapping[str, object]:
    rows = reading.messages_of(row, user.pk)
    if before is not None:
        rows = rows.filter(number__lt=before)
    newest = list(rows[: MESSAGES_PAGE + 1])
    shown = reading.with_files(newest[:MESSAGES_PAGE][::-1])
    lines = reading.lines_of([row]).get(row.id, [])
    return {
        "row": row,
        "title": title_of(row),
        "problem": row.kind == ThreadKind.PROBLEM,
        "products": ", ".join(line.offer_name for line in lines),
        "said": [_said(entry, user) for entry in shown],
        "older": shown[0].row.number if len(newest) > MESSAGES_PAGE else None,
        "before": before,
        "token": uuid4(),
        "most_words": TEXT_LENGTH,
        "words": "",
        "errors": [],
        "files": [],
        **composed,
    }


def _said(entry: Entry, user: User) -> Said:
    row, own = entry.row, entry.row.author_id == user.pk
    role = Role.BUYER if own else Role.SELLER if row.agent_id is None else Role.WAREHOUSE
    return Said(
        id=row.id,
        number=row.number,
        voice=voice(role, own=own),
        by=author_name(role, "" if role is Role.WAREHOUSE else row.author.username, own=own),
        extra=row.subject or (_("for %(seller)s") % {"seller": row.author.username} if row.agent_id else ""),
        text=row.text,
        at=row.created_at,
        files=_files(row, entry.files),
        own=own,
    )


def _files(row: ThreadMessage, files: Sequence[StoredFile]) -> tuple[ShownFile, ...]:
    stopped = {State.UPLOADED: _("being checked"), State.UNSAFE: _("stopped by the check")}
    return tuple(
        ShownFile(
            name=one.name,
            size=one.size,
            url=reverse("thread_file", args=[row.thread_id, one.id]) if one.state == State.SAFE else "",
            image=one.content_type.startswith("image/"),
            stopped="" if one.state == State.SAFE else stopped.get(State(one.state), _("not kept any more")),
        )
        for one in files
    )


def _read_cursor(text: str) -> tuple[datetime, str] | None:
    instant, _, thread_id = text.partition("_")
    at = from_wire(instant) if instant else None
    return (at, thread_id) if at is not None and is_thread_id(thread_id) else None
