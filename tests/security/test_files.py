"""Files that want to do harm: what they are not is refused, what hides in them does not come out."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.files.pictures import OF_KIND, PDF, picture
from tests.security.world import HOSTILE, NOW, World
from zgoda.files.names import clean_name
from zgoda.files.receive import kind_of, receive_upload
from zgoda.files.refusals import FileRefused, FileWhy
from zgoda.files.sanitise import MAX_PIXELS, sanitise

SCRIPT = b"<script>alert(1)</script>"
HARMFUL = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "xml svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "html": b"<!doctype html>" + SCRIPT,
    "script": b"#!/bin/sh\nrm -rf /\n",
    "zip": b"PK\x03\x04" + bytes(60),
    "program": b"MZ" + bytes(200),
    "html before a pdf": SCRIPT + PDF,
    "empty": b"",
}


def _tiff_of(sizes: list[tuple[int, int]]) -> bytes:
    target = BytesIO()
    frames = [Image.new("1", size) for size in sizes]
    frames[0].save(target, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
    return target.getvalue()


@pytest.mark.parametrize("raw", HARMFUL.values(), ids=HARMFUL)
def test_what_is_neither_picture_nor_pdf_is_refused_whatever_its_name(raw: bytes, world: World):
    for name in ("photo.png", "invoice.pdf"):
        refused = receive_upload(world.users["buyer"].pk, SimpleUploadedFile(name, raw, "image/png"), now=NOW)
        assert isinstance(refused, FileRefused)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP"])
def test_a_picture_that_is_a_page_too_is_only_a_picture_afterwards(form: str):
    kept = sanitise(picture(form) + SCRIPT, f"image/{form.lower()}")
    assert isinstance(kept, bytes)
    assert SCRIPT not in kept


def test_a_picture_that_grows_when_unpacked_is_refused():
    side = 12_000

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    assert sanitise(bomb, "image/png") == FileRefused(FileWhy.TOO_MANY_PIXELS, MAX_PIXELS)


def test_a_small_first_frame_hides_no_large_second_one():
    bomb = _tiff_of([(8, 8), (9_000, 9_000)])
    assert len(bomb) < 100_000
    assert sanitise(bomb, "image/tiff") == FileRefused(FileWhy.TOO_MANY_PIXELS, MAX_PIXELS)


@given(kind=st.sampled_from(sorted(OF_KIND)), data=st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_files_never_make_the_decoder_fail(kind: str, data: st.DataObject):
    raw = bytearray(OF_KIND[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    told = kind_of(bytes(raw))
    if told is not None:
        assert isinstance(sanitise(bytes(raw), told), bytes | FileRefused)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("..\\..\\windows\\win.png", "win.png"),
        ("photo\u202egnp.exe", None),
        ("photo.png\r\nSet-Cookie: a=b", None),
        ("a\x00b.png", "ab.png"),
        (".png", None),
        ("<script>.png", "<script>.png"),
        ("x" * 252 + ".png", None),
    ],
)
def test_names_lose_their_paths_and_hidden_characters(given_name: str, kept: str | None):
    assert clean_name(given_name) == kept


def test_a_file_is_only_ever_downloaded_under_a_clean_name(world: World, knocking):
    for who in ("buyer", "seller", "moderator"):
        answer = knocking.ask(who, "centre", "GET", f"/files/{world.file.id}")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment;")
        assert not set(answer["Content-Disposition"]) & {"\r", "\n", "\x00", "\u202e"}
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Content-Type"] == "image/png"
        assert HOSTILE.encode() not in b"".join(answer.streaming_content)
    by_program = knocking.ask("token", "centre", "GET", f"/sale/issues/attachments/{world.file.id}")
    assert by_program["Content-Disposition"].startswith("attachment;")
    assert by_program["X-Content-Type-Options"] == "nosniff"
