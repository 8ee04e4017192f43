"""``/messaging/message-attachments``: announce, send the bytes once, read once a message brought it (§6.1, §6.2)."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.framework import Call, endpoint, parse_uuid
from zgoda.centre.messaging.reading import own_file
from zgoda.domain.messaging import given_out_since
from zgoda.files.models import State
from zgoda.files.receive import declare, take_bytes
from zgoda.files.refusals import FileRefused, FileWhy
from zgoda.files.serve import serve
from zgoda.wire import errors, limits, media
from zgoda.wire.messaging import MessageAttachmentDeclaration, Reference
from zgoda.wire.scopes import Scope

BOTH = (media.PUBLIC_V1, media.BETA_V1)
_FIELD = {FileWhy.TOO_LARGE: "size", FileWhy.EMPTY: "size", FileWhy.SIZE_DIFFERS: "size"}


@endpoint(scope=Scope.MESSAGING, versions=BOTH, body=Body.JSON)
def declare_attachment(call: Call) -> HttpResponse:
    """201 with the id; the bytes go to the address that ends in it. A name without a known extension is 415."""
    asked = call.read(MessageAttachmentDeclaration)
    limit = limits.MESSAGING_ATTACHMENT_BYTES
    row = declare(call.user_id, asked.filename, asked.size, now=call.now, limit=limit)
    if isinstance(row, FileRefused):
        if row.why is FileWhy.NAME and len(asked.filename) <= limits.FILE_NAME:
            raise problems.unsupported_media("attachment.filename")
        raise problems.invalid(_FIELD.get(row.why, "filename"), row.words())
    return call.answer(Reference(str(row.id)), status=201)


@endpoint(scope=Scope.MESSAGING, versions=BOTH, body=Body.FILE, largest=limits.MESSAGING_ATTACHMENT_BYTES)
def send_bytes(call: Call, attachment_id: str) -> HttpResponse:
    """The announced bytes under the type they really have."""
    file_id = parse_uuid(attachment_id)
    kind = media.upload_type(call.request.headers.get("Content-Type"), limits.ATTACHMENT_TYPES) or ""
    row = take_bytes(file_id, call.user_id, call.raw, kind, now=call.now) if file_id else None
    if row is None:
        raise _not_found()
    if isinstance(row, FileRefused):
        if row.why is FileWhy.KIND:
            raise problems.unsupported_media("attachment.filename")
        raise problems.invalid(_FIELD.get(row.why), row.words())
    return call.answer(Reference(str(row.id)))


@endpoint(scope=Scope.MESSAGING, versions=())
def read_attachment(call: Call, attachment_id: str) -> HttpResponseBase:
    """404 until the message that holds it was delivered and the file scanned, also for whoever brought it."""
    file_id = parse_uuid(attachment_id)
    found = own_file(file_id, call.user_id) if file_id else None
    if found is None or found[0].state != State.SAFE or found[1].created_at < given_out_since(call.now):
        raise _not_found()
    try:
        return serve(found[0])
    except FileNotFoundError:
        raise _not_found() from None


def _not_found() -> problems.Problem:
    return problems.not_found(_("There is no such attachment."), errors.MESSAGING_NOT_FOUND)
