"""``/sale/issues/attachments``: announce, send the bytes once, read (allegro-api.md §5.3)."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.framework import Call, endpoint, parse_uuid
from zgoda.centre.claims.models import ClaimAttachment
from zgoda.centre.store.models import MessageAttachment
from zgoda.files.models import State, StoredFile
from zgoda.files.receive import declare, take_bytes
from zgoda.files.refusals import FileRefused, FileWhy
from zgoda.files.serve import serve
from zgoda.wire import errors, limits, media
from zgoda.wire.issues import AttachmentDeclaration, AttachmentId
from zgoda.wire.scopes import Scope

BETA = (media.BETA_V1,)
_FIELD = {FileWhy.NAME: "fileName", FileWhy.TOO_LARGE: "size", FileWhy.EMPTY: "size", FileWhy.SIZE_DIFFERS: "size"}


@endpoint(scope=Scope.DISPUTES, versions=BETA, body=Body.JSON)
def declare_attachment(call: Call) -> HttpResponse:
    """201 with the id, and in ``Location`` the address that takes the bytes, once, on the upload root."""
    asked = call.read(AttachmentDeclaration)
    row = declare(call.user_id, asked.file_name, asked.size, now=call.now)
    if isinstance(row, FileRefused):
        code = errors.ATTACHMENT if row.why is FileWhy.TOO_LARGE else errors.VALIDATION
        raise problems.invalid(_FIELD[row.why], row.words(), code=code)
    root = settings.UPLOAD_URL.rstrip("/")
    location = f"{root}/sale/issues/attachments/{row.id}"
    return call.answer(AttachmentId(str(row.id)), status=201, headers={"Location": location})


@endpoint(scope=Scope.DISPUTES, versions=BETA, body=Body.FILE, largest=limits.ATTACHMENT_BYTES)
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
        raise problems.invalid(_FIELD.get(row.why), row.words(), code=errors.ATTACHMENT)
    return call.answer(AttachmentId(str(row.id)))


@endpoint(scope=Scope.DISPUTES, versions=())
def read_attachment(call: Call, attachment_id: str) -> HttpResponseBase:
    """The file for whoever brought it or sees the case it was sent in; anybody else gets 404.

    P-49: one question to the database, whether the file is somebody else's or never was.
    """
    file_id = parse_uuid(attachment_id)
    mine = Q(owner_id=call.user_id) | _in_own_case(call.user_id)
    row = StoredFile.objects.filter(mine, pk=file_id, state=State.SAFE).first() if file_id else None
    if row is None:
        raise _not_found()
    try:
        return serve(row)
    except FileNotFoundError:
        raise _not_found() from None


def _in_own_case(user_id: int) -> Q:
    """A file of a message that a moderator hid is gone with it (T-30)."""
    sent = MessageAttachment.objects.filter(file_id=OuterRef("pk"), message__hidden_at=None)
    in_discussions = sent.filter(message__case__seller_id=user_id, message__case__hidden=False)
    in_claims = ClaimAttachment.objects.filter(file_id=OuterRef("pk"), message__claim__seller_id=user_id)
    return Q(Exists(in_discussions)) | Q(Exists(in_claims))


def _not_found() -> problems.Problem:
    return problems.not_found(_("There is no such attachment."), errors.ATTACHMENT_NOT_FOUND)
