"""Files beside a page's form: taken in at once, kept when the form comes back with an error, read by the parties."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from zgoda.centre.cases.reading import read_case_with
from zgoda.centre.claims.reading import read_claim_with
from zgoda.centre.store.models import HandledCommand
from zgoda.domain.actors import Actor
from zgoda.domain.limits import attachment_bytes
from zgoda.files.models import State, StoredFile
from zgoda.files.receive import receive_upload
from zgoda.files.refusals import FileRefused
from zgoda.files.using import unusable

LARGEST = attachment_bytes(platform_compatible=False)
CLAIM_LARGEST = attachment_bytes(platform_compatible=False, claim=True)
_NEVER_WAS = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Staged:
    """What came with a form: files to send, in order, and a sentence for each that was not taken."""

    files: tuple[StoredFile, ...]
    errors: tuple[str, ...]

    @property
    def ids(self) -> tuple[UUID, ...]:
        return tuple(row.id for row in self.files)


def stage(
    owner_id: int,
    uploads: Sequence["UploadedFile[bytes]"],
    kept: Sequence[UUID],
    token: UUID,
    now: datetime,
    *,
    was_sent: Callable[[UUID], bool] = lambda token: HandledCommand.objects.filter(pk=token).exists(),
    limit: int = LARGEST,
) -> Staged:
    """Take in what was uploaded beside what an earlier attempt of the same form brought (``kept``).

    The same bytes under the same token are the same file, so that a form sent twice means the same both times;
    ``was_sent`` says whether a form took effect; ``limit`` is in bytes (C-09).
    """
    sent_before = was_sent(token)
    own = StoredFile.objects.filter(pk__in=kept, owner_id=owner_id, state__in=(State.UPLOADED, State.SAFE))
    gone = set() if sent_before else set(unusable(owner_id, kept))
    known = {row.id: row for row in own if row.id not in gone}
    files = [known[file_id] for file_id in dict.fromkeys(kept) if file_id in known]
    errors: list[str] = []
    for upload in uploads:
        row = _again(owner_id, upload, limit, sent_before=sent_before) or receive_upload(
            owner_id, upload, limit=limit, now=now
        )
        if isinstance(row, FileRefused):
            errors.append(f"{(upload.name or '')[:80]}: {row.words()}")
        elif row.id not in {one.id for one in files}:
            files.append(row)
    return Staged(tuple(files), tuple(errors))


def readable(file_id: UUID, reader: Actor, now: datetime) -> StoredFile | None:
    """P-04, P-49: a file that is safe to show, for whoever brought it or may see the case it was sent in.

    A file of a message that a moderator hid is gone with it (T-30). Where there is no such file the same questions are
    asked about one that never was, so that nobody can tell it from a file that is somebody else's.
    """
    row = StoredFile.objects.filter(pk=file_id, state=State.SAFE).first()
    if row is not None and row.owner_id == reader.id:
        return row
    sought = row.id if row is not None else _NEVER_WAS
    seen = read_case_with(sought, reader, now) or read_claim_with(sought, reader, now)
    return row if seen is not None else None


def _again(owner_id: int, upload: "UploadedFile[bytes]", limit: int, *, sent_before: bool) -> StoredFile | None:
    """The file that these bytes became when the form was sent the first time; until it was sent, one still unused."""
    if (upload.size or 0) > limit:
        return None
    digest = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    found = StoredFile.objects.filter(owner_id=owner_id, sha256=digest, state__in=(State.UPLOADED, State.SAFE))
    if not sent_before:
        found = found.filter(used_at=None)
    return found.order_by("-created_at").first()
