"""Making a PDF smaller in bytes by its pictures: text and drawings stay as they are.

A PDF may be made to exhaust whoever opens it. So it is opened in a child process with a limit of time and memory; the
child reads the file from its input and writes the smaller one, or nothing: ``python -m zgoda.files.shrink_pdf LIMIT``.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import StreamObject

SECONDS, MEMORY = 25, 1024 * 1024 * 1024
"""What the child may take."""

SMALL = 40_000
"""Bytes of a picture that is not worth touching."""

STEPS = ((2200, 80), (1700, 70), (1300, 60), (1000, 50))
"""Longest side of a picture and quality, the best first. A page of A4 is readable at 1,300."""


def shrink_pdf(raw: bytes, limit: int) -> bytes | None:
    """At most ``limit`` bytes of PDF; None where it does not get there, or cannot be read in bounds."""
    try:
        done = subprocess.run(  # noqa: S603  our own module, fed through a pipe
            [sys.executable, "-m", __name__, str(limit)], input=raw, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    made = done.stdout
    return made if done.returncode == 0 and made.startswith(b"%PDF") and len(made) <= limit else None


def smaller(raw: bytes, limit: int) -> bytes:
    """In the child: the first step that fits; empty where none does. An encrypted file is left alone."""
    if PdfReader(BytesIO(raw)).is_encrypted:
        return b""
    for side, quality in STEPS:
        written = _written(raw, side, quality)
        if len(written) <= limit:
            return written
    return b""


def _written(raw: bytes, side: int, quality: int) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(raw)))
    done: set[int] = set()
    for page in writer.pages:
        for number, stream in _pictures(page):
            if id(stream) not in done:
                done.add(id(stream))
                _replace(page, number, stream, (side, quality))
        page.compress_content_streams()
    writer.compress_identical_objects(remove_unreferenced=True)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _pictures(page: PageObject) -> Iterator[tuple[int, StreamObject]]:
    """Each large picture of a page with its place; masks and transparency are left alone."""
    for number, image in enumerate(page.images):
        stream = image.indirect_reference.get_object() if image.indirect_reference else None
        if isinstance(stream, StreamObject) and len(stream._data) > SMALL and "/SMask" not in stream:
            yield number, stream


def _replace(page: PageObject, number: int, stream: StreamObject, step: tuple[int, int]) -> None:
    """By a JPEG, unless that is larger than what was there: a scan in black and white is better as it is."""
    image, (side, quality) = page.images[number], step
    if image.image is None:
        return
    before, kept = stream._data, dict(stream)
    picture = image.image.convert("RGB")
    picture.thumbnail((side, side))
    image.replace(picture, quality=quality, optimize=True)
    if len(stream._data) >= len(before):
        stream.clear()
        stream.update(kept)
        stream._data = before


def main() -> int:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(smaller(sys.stdin.buffer.read(), int(sys.argv[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
