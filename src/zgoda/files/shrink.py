"""Making a picture smaller in bytes, so that a limit takes it: first by quality, then by width and height."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from zgoda.files.sanitise import MAX_PIXELS

LARGEST = 25 * 1024 * 1024
"""Bytes of a file that is looked at at all."""

QUALITIES = (85, 75)
SIDES = (4000, 3000, 2400, 1800, 1400, 1000)
"""Longest sides that are tried, the largest first: a photo stays readable down to the last."""


@dataclass(frozen=True, slots=True)
class Smaller:
    """``raw`` is a JPEG without metadata; ``was`` and ``became`` are width and height."""

    raw: bytes
    was: tuple[int, int]
    became: tuple[int, int]


def shrink(raw: bytes, limit: int) -> Smaller | None:
    """The best picture of at most ``limit`` bytes; None where it is none, moves, or does not get there."""
    try:
        with Image.open(BytesIO(raw)) as picture:
            if getattr(picture, "n_frames", 1) > 1 or picture.width * picture.height > MAX_PIXELS:
                return None
            was = picture.size
            flat = _flat(ImageOps.exif_transpose(picture))
    except Exception:  # a decoder may stumble over hostile bytes in any way; none is our fault
        return None
    for side in (max(flat.size), *(side for side in SIDES if side < max(flat.size))):
        flat.thumbnail((side, side))
        for quality in QUALITIES:
            written = _jpeg(flat, quality)
            if len(written) <= limit:
                return Smaller(written, was, flat.size)
    return None


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency, on white, and nothing but pixels."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layers = picture.convert("RGBA")
    ground = Image.new("RGB", layers.size, "white")
    ground.paste(layers, mask=layers.getchannel("A"))
    return ground


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    target = BytesIO()
    Image.Image.save(picture, target, "JPEG", quality=quality, optimize=True, exif=b"")
    return target.getvalue()
