"""S1-68 and the contrast of every pair of ink and ground, computed from the tokens themselves in both themes."""

import re
from pathlib import Path

import pytest

import zgoda.look
from tests.marks import rule

CSS = Path(zgoda.look.__file__).parent / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
PAIRS = dict(
    re.findall(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", TOKENS),
)
TEXT_ON_GROUND = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "sheet", "sunk")),
    *((ink, f"{ink}-wash") for ink in ("accord", "soon", "late", "platform", "note")),
    *((ink, ground) for ink in ("accord", "soon", "late", "platform") for ground in ("paper", "sheet")),
    *(("ink", f"{wash}-wash") for wash in ("accord", "soon", "late", "platform", "note")),
    *(("ink-2", f"{wash}-wash") for wash in ("accord", "platform", "note")),
    ("on-accord", "accord"),
    ("on-accord", "accord-deep"),
    ("on-late", "late"),
]
SEEN_ON_GROUND = [("edge", ground) for ground in ("paper", "sheet")] + [("focus", "paper"), ("focus", "sheet")]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colours(name: str, theme: int) -> str:
    return PAIRS[name].split(", ")[theme]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_text_is_readable_on_its_ground(ink: str, ground: str, theme: int) -> None:
    assert contrast(colours(ink, theme), colours(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), SEEN_ON_GROUND)
def test_edges_of_fields_and_focus_are_seen(line: str, ground: str, theme: int) -> None:
    assert contrast(colours(line, theme), colours(ground, theme)) >= 3


@rule("S1-68")
def test_light_and_dark_follow_the_device() -> None:
    assert "color-scheme: light dark" in TOKENS
    assert "data-theme" not in "".join(sheet.read_text() for sheet in CSS.glob("*.css"))


def test_every_ink_and_ground_has_both_themes() -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)", "".join(sheet.read_text() for sheet in CSS.glob("*.css"))))
    defined = set(re.findall(r"--([a-z0-9-]+):", TOKENS + "".join(s.read_text() for s in CSS.glob("*.css"))))
    assert used - defined == set()
