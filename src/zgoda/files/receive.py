"""Taking files in: announced through the API and sent later, or at once from a form.

What a file is, is told from its content; the name and the announced type are only believed where they agree.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import filetype
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from zgoda.files import scan
from zgoda.files.models import State, StoredFile
from zgoda.files.names import clean_name, fit_name
from zgoda.files.refusals import FileRefused, FileWhy
from zgoda.files.sanitise import sanitise
from zgoda.files.shrink import LARGEST, Smaller, shrink
from zgoda.files.shrink_pdf import shrink_pdf
from zgoda.wire import limits

JPEG, PDF = "image/jpeg", "application/pdf"
Judging = Callable[[str], object]
"""Asks, in the transaction that keeps the file, for the scan of the file with this id."""


def declare(
    owner_id: int, name: str, size: int, *, now: datetime, limit: int = limits.ATTACHMENT_BYTES
) -> StoredFile | FileRefused:
    """Announce a file whose bytes come later, exactly ``size`` of them."""
    shown = clean_name(name)
    if shown is None:
        return FileRefused(FileWhy.NAME, limits.FILE_NAME)
    if size < 1:
        return FileRefused(FileWhy.EMPTY)
    if size > limit:
        return FileRefused(FileWhy.TOO_LARGE, limit)
    return StoredFile.objects.create(owner_id=owner_id, name=shown, declared_size=size, created_at=now)


def take_bytes(
    file_id: UUID, owner_id: int, raw: bytes, content_type: str, *, now: datetime
) -> StoredFile | FileRefused | None:
    """The bytes of an announced file, once. None: no such announcement of this owner."""
    row = StoredFile.objects.filter(pk=file_id, owner_id=owner_id).exclude(state=State.EXPIRED).first()
    if row is None:
        return None
    if row.state != State.DECLARED:
        return FileRefused(FileWhy.USED_UP)
    if len(raw) != row.declared_size:
        return FileRefused(FileWhy.SIZE_DIFFERS)
    if kind_of(raw) != content_type:
        return FileRefused(FileWhy.KIND)
    return _keep(row, raw, content_type, now)


def receive_upload(
    owner_id: int, uploaded: "UploadedFile[bytes]", *, limit: int = limits.WEB_ATTACHMENT_BYTES, now: datetime
) -> StoredFile | FileRefused:
    """A file from a form, in one step."""
    if (uploaded.size or 0) > limit:
        return FileRefused(FileWhy.TOO_LARGE, limit)
    return receive_bytes(owner_id, uploaded.name or "", uploaded.read(limit + 1), limit=limit, now=now)


def receive_bytes(
    owner_id: int, name: str, raw: bytes, *, limit: int, now: datetime, judging: Judging | None = None
) -> StoredFile | FileRefused:
    """Bytes that are here, in one step. ``judging`` asks for the scan in place of our own job."""
    kind = kind_of(raw)
    if kind is None:
        return FileRefused(FileWhy.KIND if raw else FileWhy.EMPTY)
    row = declare(owner_id, name, len(raw), now=now, limit=limit)
    if isinstance(row, FileRefused):
        return row
    clean = sanitise(raw, kind)
    kept = clean if isinstance(clean, FileRefused) else _store(row, (raw, clean), kind, now, judging)
    if isinstance(kept, FileRefused):
        row.delete()
    return kept


def receive_smaller(
    owner_id: int, uploaded: "UploadedFile[bytes]", *, limit: int, now: datetime
) -> tuple[StoredFile, Smaller | None] | None:
    """A smaller picture or PDF in place of one that is too large, kept until its owner agrees to it; with a picture's
    sides. None where it cannot be made small enough."""
    if (uploaded.size or 0) > LARGEST:
        return None
    uploaded.seek(0)
    raw = uploaded.read(LARGEST + 1)
    kind, picture, made = kind_of(raw), None, None
    if kind == PDF:
        made = shrink_pdf(raw, limit)
    elif kind is not None:
        picture = shrink(raw, limit)
        kind, made = JPEG, picture.raw if picture else None
    if kind is None or made is None:
        return None
    row = declare(owner_id, uploaded.name or "", len(made), now=now, limit=limit)
    kept = row if isinstance(row, FileRefused) else _store(row, (raw, made), kind, now)
    return None if isinstance(kept, FileRefused) else (kept, picture)


def kind_of(raw: bytes) -> str | None:
    """The MIME type by content, or None where it is not on the allow-list."""
    kind = filetype.guess_mime(raw) if raw else None
    return kind if kind in limits.ATTACHMENT_TYPES else None


def _keep(row: StoredFile, raw: bytes, content_type: str, now: datetime) -> StoredFile | FileRefused:
    clean = sanitise(raw, content_type)
    return clean if isinstance(clean, FileRefused) else _store(row, (raw, clean), content_type, now)


def _store(
    row: StoredFile, both: tuple[bytes, bytes], content_type: str, now: datetime, judging: Judging | None = None
) -> StoredFile | FileRefused:
    """``both``: as sent, and as kept."""
    raw, clean = both
    name = secrets.token_hex(20)
    path = default_storage.save(f"{name[:2]}/{name}", ContentFile(clean))
    with transaction.atomic():
        mine = StoredFile.objects.filter(pk=row.pk, state=State.DECLARED)
        taken = mine.update(
            name=fit_name(row.name, content_type),
            size=len(clean),
            content_type=content_type,
            sha256=hashlib.sha256(raw).hexdigest(),
            state=State.UPLOADED if scan.is_wanted() else State.SAFE,
            path=path,
            uploaded_at=now,
        )
        if taken and scan.is_wanted():
            (judging or scan.scan_file.enqueue)(str(row.pk))
    if not taken:
        default_storage.delete(path)
        return FileRefused(FileWhy.USED_UP)
    row.refresh_from_db()
    return row
