"""Charts as shapes: what a server-rendered SVG draws, in whole units of its own; the table beside it says the same.

Nothing here knows colours: a part has a kind, and the stylesheet gives it ink and pattern in both themes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 160
TOP, BOTTOM = 12, 24
"""Room above the highest bar for its number, and below for the days."""

GAP = 0.25
"""Of a bar's place, what stays free between it and the next."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One place on the axis: its label, whether the label is written, and its parts from the ground up as
    (kind, amount)."""

    label: str
    parts: tuple[tuple[str, int], ...]
    named: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """``boxes`` from left to right; ``top`` is the amount at the upper line. ``ground`` is where the bars stand."""

    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    top: int
    width: int = WIDTH
    height: int = HEIGHT
    ceiling: int = TOP
    ground: int = HEIGHT - BOTTOM


def bars(series: Sequence[Bar], top: int | None = None) -> Chart:
    """Stacked bars. The scale reaches to ``top`` where that is asked for, and always to the highest bar."""
    highest = max([top or 0, *(sum(max(0, amount) for _, amount in bar.parts) for bar in series)])
    place = WIDTH / max(1, len(series))
    room = HEIGHT - TOP - BOTTOM
    boxes: list[Box] = []
    for number, bar in enumerate(series):
        ground = float(HEIGHT - BOTTOM)
        for kind, amount in bar.parts:
            if amount <= 0 or not highest:
                continue
            tall = room * amount / highest
            ground -= tall
            left = place * (number + GAP / 2)
            boxes.append(Box(kind, round(left, 1), round(ground, 1), round(place * (1 - GAP), 1), round(tall, 1)))
    named = [(number, bar.label) for number, bar in enumerate(series) if bar.named]
    labels = tuple(Label(round(place * (number + 0.5), 1), label) for number, label in named)
    return Chart(tuple(boxes), labels, highest)
