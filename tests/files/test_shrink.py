"""A picture that is too large in bytes is made smaller, and nothing else is."""

from io import BytesIO

import pytest
from PIL import Image

from tests.files.pictures import PDF, photo_with_a_place, picture
from zgoda.files.shrink import shrink


def noise(form: str, size: tuple[int, int] = (1600, 1200), mode: str = "RGB") -> bytes:
    """A picture that does not compress."""
    target = BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(target, form)
    return target.getvalue()


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("BMP", "RGB"), ("TIFF", "L"), ("JPEG", "RGB")]
)
def test_picture_fits_and_stays_a_picture(form: str, mode: str) -> None:
    raw = noise(form, mode=mode)
    limit = len(raw) // 3
    smaller = shrink(raw, limit)
    assert smaller is not None
    assert (len(smaller.raw) <= limit, smaller.was) == (True, (1600, 1200))
    with Image.open(BytesIO(smaller.raw)) as seen:
        assert (seen.format, seen.size) == ("JPEG", smaller.became)


def test_sides_shrink_only_where_quality_does_not_do() -> None:
    raw = noise("BMP", (2600, 1300))
    kind = shrink(raw, len(raw))
    assert kind is not None
    assert kind.became == (2600, 1300)
    small = shrink(raw, 600_000)
    assert small is not None
    assert max(small.became) in (1800, 1400, 1000)


def test_transparent_becomes_white_and_the_place_is_gone() -> None:
    target = BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(target, "PNG")
    smaller = shrink(target.getvalue(), 10_000)
    assert smaller is not None
    with Image.open(BytesIO(smaller.raw)) as seen:
        assert seen.getpixel((5, 5)) == (255, 255, 255)
    upright = shrink(photo_with_a_place(), 10_000)
    assert upright is not None
    with Image.open(BytesIO(upright.raw)) as seen:
        assert (dict(seen.getexif()), seen.size) == ({}, (6, 8))


def test_what_moves_is_no_picture_or_cannot_get_there_is_left() -> None:
    target = BytesIO()
    frames = [Image.new("L", (4, 4), shade) for shade in (0, 200)]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    assert shrink(target.getvalue(), 10_000) is None
    assert shrink(PDF, 10_000) is None
    assert shrink(picture("PNG")[:40], 10_000) is None
    assert shrink(noise("PNG", (300, 200)), 500) is None
