"""Pictures are decoded and written anew: metadata (where a photo was taken) and anything hidden behind the picture
are gone. PDFs are kept as they are and only ever offered for download.
"""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

from zgoda.files.refusals import FileRefused, FileWhy

MAX_PIXELS = 50_000_000
"""Of all frames together; a phone's photo has 12 to 50 million."""

MAX_FRAMES = 200
_FORMATS = {
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/jpeg": "JPEG",
}


def sanitise(raw: bytes, content_type: str) -> bytes | FileRefused:
    """The bytes to keep. ``content_type`` was told from the content and is one of the allow-list."""
    form = _FORMATS.get(content_type)
    if form is None:
        return raw
    try:
        with Image.open(BytesIO(raw), formats=[form]) as picture:
            frames = min(getattr(picture, "n_frames", 1), MAX_FRAMES + 1)
            if frames > MAX_FRAMES or picture.width * picture.height * frames > MAX_PIXELS:
                return FileRefused(FileWhy.TOO_MANY_PIXELS, MAX_PIXELS)
            return _rewrite(picture, form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, _TooManyPixels, MemoryError):
        return FileRefused(FileWhy.TOO_MANY_PIXELS, MAX_PIXELS)
    except Exception:  # a decoder may stumble over hostile bytes in any way; none is our fault
        return FileRefused(FileWhy.BROKEN)


def _rewrite(picture: Image.Image, form: str) -> bytes:
    target = BytesIO()
    if form in ("GIF", "TIFF") and getattr(picture, "n_frames", 1) > 1:
        timing = {"duration": picture.info.get("duration", 100), "loop": 0} if form == "GIF" else {}
        first, *others = list(_frames(picture))
        first.save(target, form, save_all=True, append_images=others, **timing)
    elif form == "JPEG":
        upright = ImageOps.exif_transpose(picture)
        _pixels_only(upright).save(target, form, quality=90, optimize=True)
    else:
        _pixels_only(picture).save(target, form)
    return target.getvalue()


class _TooManyPixels(Exception):
    """A later frame is larger than the first one said."""


def _frames(picture: Image.Image) -> Iterator[Image.Image]:
    """Each frame, looked at before it is unpacked: in a TIFF every one has a size of its own, in a GIF it grows."""
    pixels = 0
    for frame in ImageSequence.Iterator(picture):
        pixels += frame.width * frame.height
        if pixels > MAX_PIXELS:
            raise _TooManyPixels
        yield _pixels_only(frame)


def _pixels_only(frame: Image.Image) -> Image.Image:
    """A copy with the pixels, the palette and transparency, and nothing else a file can carry."""
    frame.load()
    kept = frame.copy()
    transparency = frame.info.get("transparency")
    kept.info = {} if transparency is None else {"transparency": transparency}
    return kept
