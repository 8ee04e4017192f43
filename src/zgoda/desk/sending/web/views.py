"""What may be sent: the switches of each account, the stop for the whole shop, and what shadow mode showed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts import recent
from zgoda.desk.sending import gate, modes, shadow
from zgoda.desk.sending.web import switches, words
from zgoda.desk.store.models import Member, Outgoing
from zgoda.desk.web import rendering
from zgoda.desk.web import words as of_desk
from zgoda.desk.web.connections import row_of
from zgoda.desk.web.frame import frame, writing_words
from zgoda.desk.web.membership import connector_required, writer_required
from zgoda.engine.clock import real_now

HERE = "sending"


@require_safe
@writer_required
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """For everybody who writes: anybody of them may stop everything."""
    around = frame(member, HERE, real_now())
    shown, more = shadow.rows(member.shop_id)
    context = {
        "accounts": [(row, writing_words(row)) for row in around.connections if row.user_id],
        "waiting": modes.waiting(member.shop_id),
        "shown": [_shown(row) for row in shown],
        "more": more,
        "may_connect": member.may_connect,
    }
    return rendering.page(request, "sending/page.html", around, context)


@require_POST
@connector_required
def switch(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """The modes of one account's writers. It asks for the password again, like all that arms."""
    row, wanted = row_of(member, connection_id), switches.read(request.POST)
    recent.demand(request)
    if modes.put(row.pk, wanted, member.user):
        messages.success(request, _("Saved. It counts from the next thing that is due."))
    return redirect(_after(request, f"/connections/{row.pk}"))


@require_POST
@writer_required
def stop(request: HttpRequest, member: Member) -> HttpResponse:
    """At once and without a password: who sees something go wrong needs neither a role nor a minute."""
    why = request.POST.get("why", "").strip()
    if not why:
        messages.error(request, _("Say why, in a few words: colleagues read it on every page."))
    elif modes.stop(member.shop_id, why, member.user):
        messages.success(request, _("Stopped. Nothing is sent for any account; what is written waits."))
    return redirect("desk-sending")


@require_POST
@connector_required
def resume(request: HttpRequest, member: Member) -> HttpResponse:
    """Whoever runs the shop, after the password."""
    recent.demand(request)
    if modes.resume(member.shop_id, member.user):
        messages.success(request, _("Sending goes on as it was armed before; what waited leaves now."))
    return redirect("desk-sending")


@require_POST
@writer_required
def review(request: HttpRequest, member: Member) -> HttpResponse:
    """Send or drop the chosen ones."""
    chosen = [one for one in map(_id, request.POST.getlist("row")[: shadow.PAGE]) if one]
    if request.POST.get("what") == "send":
        done = shadow.send(member.shop_id, chosen, member.user)
        told = ngettext("%(count)d is on its way.", "%(count)d are on their way.", done)
    else:
        done = shadow.drop(member.shop_id, chosen)
        told = ngettext("%(count)d dropped; it was never sent.", "%(count)d dropped; they were never sent.", done)
    if done:
        messages.success(request, told % {"count": done})
    else:
        messages.warning(request, _("Nothing was chosen, or somebody else was quicker."))
    return redirect("desk-sending")


def _shown(row: Outgoing) -> dict[str, object]:
    by = row.by.username if row.by else _("by itself")
    writer = gate.writer_of(row, row.case.family)
    return {
        "row": row,
        "kind": of_desk.kind_name(row.kind),
        "writer": words.writer_name(writer),
        "by": by,
        "about": of_desk.about(row.case.reason, row.case.subject),
        "text": row.text[:400],
    }


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _after(request: HttpRequest, usual: str) -> str:
    """Back to where the switches were shown."""
    return "/first-run" if request.POST.get("to") == "first-run" else usual
