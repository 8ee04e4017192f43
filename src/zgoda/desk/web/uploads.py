"""A file that comes with a form, taken in before anything refers to it."""

from django.http import HttpRequest

from zgoda.desk.cases.actions import By
from zgoda.engine.clock import real_now
from zgoda.files.models import StoredFile
from zgoda.files.receive import receive_upload
from zgoda.files.refusals import FileRefused
from zgoda.wire.limits import ATTACHMENT_BYTES


def taken(request: HttpRequest, by: By, largest: int = ATTACHMENT_BYTES) -> list[StoredFile] | tuple[str, str]:
    """S3-38: at most one, of so many bytes; else the field and the sentence about it."""
    upload = request.FILES.get("file")
    if upload is None or by.user is None:
        return []
    file = receive_upload(by.user.pk, upload, limit=largest, now=real_now())
    return ("file", file.words()) if isinstance(file, FileRefused) else [file]
