"""A file that comes with a form, taken in before anything refers to it. One that is too large is offered smaller."""

from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zgoda.desk.cases.actions import By
from zgoda.engine.clock import real_now
from zgoda.files.models import State, StoredFile
from zgoda.files.receive import receive_smaller, receive_upload
from zgoda.files.refusals import FileRefused, FileWhy
from zgoda.look.words.times import filesize, number
from zgoda.wire.limits import ATTACHMENT_BYTES

SMALLER, WITHOUT = "smaller", "without"
"""What a person may answer to the offer of a smaller file."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A smaller file that its owner has not agreed to. ``values`` go into the form that comes back."""

    sentence: str
    values: dict[str, str]


Taken = list[StoredFile] | tuple[str, str] | Offer


def taken(request: HttpRequest, by: By, largest: int = ATTACHMENT_BYTES) -> Taken:
    """S3-38: at most one, of so many bytes; else the field and the sentence about it, or the offer of a smaller one."""
    upload = request.FILES.get("file")
    if by.user is None:
        return []
    if upload is None:
        return _answered(request, by.user.pk) if request.POST.get("shrunk") else []
    file = receive_upload(by.user.pk, upload, limit=largest, now=real_now())
    is_too_large = file.why is FileWhy.TOO_LARGE if isinstance(file, FileRefused) else file.size > largest
    if is_too_large:
        return _smaller(by.user.pk, upload, largest)
    return ("file", file.words()) if isinstance(file, FileRefused) else [file]


def _smaller(owner_id: int, upload: "UploadedFile[bytes]", largest: int) -> Taken:
    made, size = receive_smaller(owner_id, upload, limit=largest, now=real_now()), upload.size or 0
    if made is None:
        return "file", _no_way(upload, largest)
    row, picture = made
    named = {"name": upload.name, "size": filesize(size), "most": filesize(largest), "less": filesize(row.size)}
    if picture is None:
        told = _(
            "%(name)s has %(size)s; the marketplace takes %(most)s. Made smaller it has %(less)s: its pictures become "
            "coarser, its text stays."
        )
    else:
        named |= {"was": _sides(picture.was), "now": _sides(picture.became)}
        told = _(
            "%(name)s has %(size)s (%(was)s); the marketplace takes %(most)s. Made smaller it has %(less)s (%(now)s)."
        )
    return Offer(_asked(), {"shrunk": str(row.pk), "shrunk_words": told % named})


def _asked() -> str:
    return _("Say whether the smaller file may go.")


def _answered(request: HttpRequest, owner_id: int) -> Taken:
    """The offer comes back with its answer; without one it is asked again."""
    answer, kept = request.POST.get("shrunk_answer", ""), {"shrunk_words": request.POST.get("shrunk_words", "")[:600]}
    if answer == WITHOUT:
        return []
    try:
        wanted = UUID(request.POST["shrunk"])
    except ValueError:
        return "file", _("Attach the file again.")
    if answer != SMALLER:
        return Offer(_asked(), {"shrunk": str(wanted), **kept})
    usable = (State.UPLOADED, State.SAFE)
    row = StoredFile.objects.filter(pk=wanted, owner_id=owner_id, used_at=None, state__in=usable).first()
    return [row] if row else ("file", _("Attach the file again."))


def _no_way(upload: "UploadedFile[bytes]", largest: int) -> str:
    named = {"size": filesize(upload.size or 0), "most": filesize(largest)}
    if (upload.name or "").lower().endswith(".pdf"):
        return (
            _(
                "The PDF has %(size)s; the marketplace takes %(most)s. Save it anew with a smaller file size (in most "
                "programs under “Export” or “Print”), or send the pages that matter as pictures."
            )
            % named
        )
    return (
        _("The file has %(size)s; the marketplace takes %(most)s, and it could not be made small enough here.") % named
    )


def _sides(size: tuple[int, int]) -> str:
    return f"{number(size[0])} × {number(size[1])}"
