"""Attachments of messages: fetched from the server with the connection's token and handed to members only."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zgoda.desk.allegro.failures import CallFailed
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.store.models import DeskMessage, Member
from zgoda.desk.web.membership import member_required
from zgoda.files.receive import kind_of


@require_safe
@member_required
def attachment(request: HttpRequest, member: Member, case_id: int, message_id: int, number: int) -> HttpResponse:
    """One attachment as a download; what is not of an allowed kind by its content is never named as such."""
    rows = DeskMessage.objects.select_related("case__connection")
    message = get_object_or_404(rows, pk=message_id, case_id=case_id, case__shop_id=member.shop_id)
    if number >= len(message.attachments) or not message.attachments[number].get("url"):
        raise Http404
    entry = message.attachments[number]
    try:
        content = client_for(message.case.connection, Lane.SCREEN).read_bytes(entry["url"]).body
    except CallFailed:
        messages.error(request, _("The marketplace did not give the file. Try again in a moment."))
        return redirect("desk-case", case_id)
    return _download(content, entry.get("name") or "attachment")


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind_of(content) or "application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
