"""Files as people send them: told by their content, cleaned, kept under random names, given up when unused."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from tests.files.pictures import OF_KIND, PDF, photo_with_a_place, picture
from zgoda.files import scan
from zgoda.files.models import State, StoredFile
from zgoda.files.names import clean_name, fit_name
from zgoda.files.receive import declare, kind_of, receive_upload, take_bytes
from zgoda.files.refusals import FileRefused, FileWhy
from zgoda.files.sanitise import sanitise
from zgoda.files.using import expire_unused, mark_used, unusable

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ME = 7

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    settings.SCAN_COMMAND = []
    return tmp_path


def received(raw: bytes = PDF, name: str = "invoice.pdf", **more: int) -> StoredFile | FileRefused:
    return receive_upload(ME, SimpleUploadedFile(name, raw), now=NOW, **more)


def kept(**more: object) -> StoredFile:
    row = received(**more)  # type: ignore[arg-type]
    assert isinstance(row, StoredFile)
    return row


@pytest.mark.parametrize("kind", sorted(OF_KIND))
def test_each_allowed_kind_is_recognised_by_its_content(kind: str) -> None:
    assert kind_of(OF_KIND[kind]) == kind


@pytest.mark.parametrize("raw", [b"", b"<svg/>", b"<html>", b"PK\x03\x04", b"MZ", b"RIFF\x00\x00\x00\x00WEBPVP8 "])
def test_other_content_is_not_taken(raw: bytes) -> None:
    assert kind_of(raw) is None
    row = received(raw, "photo.png")
    assert isinstance(row, FileRefused)
    assert row.why is (FileWhy.KIND if raw else FileWhy.EMPTY)
    assert row.words()


def test_a_form_takes_at_most_its_limit() -> None:
    row = received(PDF, limit=len(PDF) - 1)
    assert row == FileRefused(FileWhy.TOO_LARGE, len(PDF) - 1)
    assert not StoredFile.objects.exists()


def test_a_file_is_kept_under_a_name_that_tells_nothing(storage: Path) -> None:
    row = kept(name="secret plan.pdf")
    assert (row.name, row.size, row.state) == ("secret plan.pdf", len(PDF), State.SAFE)
    (path,) = [path for path in storage.rglob("*") if path.is_file()]
    assert "secret" not in str(path.relative_to(storage))
    assert path.read_bytes() == PDF


def test_a_broken_picture_leaves_nothing_behind(storage: Path) -> None:
    row = received(OF_KIND["image/png"][:45], "a.png")
    assert row == FileRefused(FileWhy.BROKEN)
    assert not StoredFile.objects.exists()
    assert not list(storage.rglob("*.*"))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("photo.png", "photo.png"),
        ("C:\\Users\\me\\photo.JPG", "photo.JPG"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ("a\u0000b\n\tc.pdf", "abc.pdf"),
        ("  spaced   out .pdf", "spaced out .pdf"),
        ("zażółć.pdf", "zażółć.pdf"),
        ("x" * 251 + ".pdf", "x" * 251 + ".pdf"),
        ("x" * 252 + ".pdf", None),
        ("noextension", None),
        (".pdf", None),
        ("page.html", None),
        ("", None),
        ("\u202e.pdf", None),
    ],
)
def test_names_are_cleaned(given: str, shown: str | None) -> None:
    assert clean_name(given) == shown


def test_an_extension_tells_the_truth() -> None:
    assert fit_name("photo.jpeg", "image/jpeg") == "photo.jpeg"
    assert fit_name("photo.png", "application/pdf") == "photo.pdf"
    assert len(fit_name("x" * 251 + ".png", "image/tiff")) == 255


def test_what_hides_behind_a_picture_is_cut_off() -> None:
    clean = sanitise(OF_KIND["image/png"] + b"<script>alert(1)</script>", "image/png")
    assert isinstance(clean, bytes)
    assert b"script" not in clean


def test_a_turned_photo_is_set_upright_without_its_metadata() -> None:
    clean = sanitise(photo_with_a_place(), "image/jpeg")
    assert isinstance(clean, bytes)
    opened = Image.open(BytesIO(clean))
    assert opened.size == (6, 8)
    assert not opened.getexif()


def test_an_animation_keeps_its_frames() -> None:
    target = BytesIO()
    frames = [Image.new("RGB", (4, 4), (shade, 0, 0)) for shade in (10, 120, 250)]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=80)
    clean = sanitise(target.getvalue(), "image/gif")
    assert isinstance(clean, bytes)
    assert getattr(Image.open(BytesIO(clean)), "n_frames", 1) == 3


def test_a_picture_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = sanitise(picture("PNG", (8_000, 7_000)), "image/png")
    assert isinstance(bomb, FileRefused)
    assert bomb.why is FileWhy.TOO_MANY_PIXELS


def test_only_own_safe_unused_files_can_be_attached() -> None:
    mine, used = kept(), kept()
    assert mark_used([used.id], NOW)
    announced = declare(ME, "later.pdf", 10, now=NOW)
    assert isinstance(announced, StoredFile)
    unknown = uuid4()
    ids = [mine.id, used.id, announced.id, unknown]
    assert unusable(ME, ids) == [used.id, announced.id, unknown]
    assert unusable(8, [mine.id]) == [mine.id]


def test_two_messages_cannot_take_one_file() -> None:
    row = kept()
    assert mark_used([row.id], NOW) is True
    assert mark_used([row.id], NOW) is False


def test_of_two_files_none_is_taken_when_one_is_gone() -> None:
    gone, free = kept(), kept()
    mark_used([gone.id], NOW)
    assert mark_used([free.id, gone.id], NOW) is False
    assert unusable(ME, [free.id]) == []


def test_the_bytes_of_an_announcement_come_once_and_from_its_owner() -> None:
    row = declare(ME, "a.pdf", len(PDF), now=NOW)
    assert isinstance(row, StoredFile)
    assert take_bytes(row.id, 8, PDF, "application/pdf", now=NOW) is None
    assert isinstance(take_bytes(row.id, ME, PDF, "application/pdf", now=NOW), StoredFile)
    assert take_bytes(row.id, ME, PDF, "application/pdf", now=NOW) == FileRefused(FileWhy.USED_UP)


def test_what_no_message_took_is_given_up(storage: Path) -> None:
    announced, unused, used = declare(ME, "a.pdf", 9, now=NOW), kept(), kept()
    assert isinstance(announced, StoredFile)
    mark_used([used.id], NOW)
    assert expire_unused(NOW + 23 * HOUR) == 0
    assert expire_unused(NOW + 24 * HOUR) == 1
    assert expire_unused(NOW + 7 * 24 * HOUR) == 1
    assert expire_unused(NOW + 400 * 24 * HOUR) == 0
    states = dict(StoredFile.objects.values_list("id", "state"))
    assert states == {announced.id: State.EXPIRED, unused.id: State.EXPIRED, used.id: State.SAFE}
    assert len([path for path in storage.rglob("*") if path.is_file()]) == 1


def test_a_scanner_that_cannot_say_is_asked_again(settings: Settings) -> None:
    settings.SCAN_COMMAND = ["sh", "-c", "exit 3"]
    row = kept()
    assert row.state == State.UPLOADED
    with pytest.raises(scan.ScanFailed):
        scan.scan_file.call(str(row.id))
    row.refresh_from_db()
    assert row.state == State.UPLOADED


def test_an_infected_files_bytes_are_removed(settings: Settings, storage: Path) -> None:
    settings.SCAN_COMMAND = ["false"]
    row = kept()
    scan.scan_file.call(str(row.id))
    row.refresh_from_db()
    assert row.state == State.UNSAFE
    assert not [path for path in storage.rglob("*") if path.is_file()]


def test_the_scanner_is_given_the_files_path(settings: Settings, tmp_path: Path) -> None:
    settings.SCAN_COMMAND = ["grep", "-q", "NOT-IN-THE-FILE"]
    row = kept()
    scan.scan_file.call(str(row.id))
    row.refresh_from_db()
    assert row.state == State.UNSAFE
