"""Lists of stems that speak for a label, kept as data that people mend (``data/*.stems``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DECIDES, FAINT, WHOLE, ANYWHERE = "!", "~", "=", "*"
SHORT = 6
"""Words up to which a message may be nothing but a greeting."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A stem that was found: its label, the folded words it was found in, and whether it decides alone."""

    label: str
    said: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Stem:
    """``faint``: a courtesy, which says something only where hardly anything else is said."""

    label: str
    words: tuple[str, ...]
    decides: bool
    faint: bool

    def is_at(self, words: Sequence[str], start: int) -> bool:
        return len(words) - start >= len(self.words) and all(
            _fits(part, words[start + offset]) for offset, part in enumerate(self.words)
        )


@dataclass(frozen=True, slots=True)
class Stems:
    """All stems of one list, by the first letter of the word they begin with; ``""`` holds those found anywhere."""

    by_letter: dict[str, tuple[Stem, ...]]

    def found(self, words: Sequence[str]) -> list[Hit]:
        """Each once, in the order of the text."""
        hits: dict[Hit, None] = {}
        for start, word in enumerate(words):
            for stem in (*self.by_letter.get(word[0], ()), *self.by_letter.get("", ())):
                if stem.is_at(words, start) and not (stem.faint and len(words) > SHORT):
                    said = " ".join(words[start : start + len(stem.words)])
                    hits[Hit(stem.label, said, stem.decides)] = None
        return list(hits)


@cache
def stems(name: str) -> Stems:
    """The list of a reader, read once."""
    return parse((files("zgoda.text") / "data" / f"{name}.stems").read_text("utf-8"))


def parse(text: str) -> Stems:
    """Sections ``[label]`` with lines ``language: stem, stem``; ``#`` begins a remark."""
    by_letter: dict[str, list[Stem]] = {}
    label = ""
    for line in text.splitlines():
        if line.startswith("["):
            label = line.strip("[] ")
        elif ":" in line and not line.startswith("#"):
            for entry in filter(None, (one.strip() for one in line.partition(":")[2].split(","))):
                words = tuple(entry.lstrip(DECIDES + FAINT).split())
                first = words[0].removeprefix(WHOLE)
                letter = "" if first.startswith(ANYWHERE) else first[0]
                by_letter.setdefault(letter, []).append(
                    Stem(label, words, entry.startswith(DECIDES), entry.startswith(FAINT))
                )
    return Stems({letter: tuple(found) for letter, found in by_letter.items()})


def _fits(part: str, word: str) -> bool:
    if part.startswith(WHOLE):
        return word == part[1:]
    return part[1:] in word if part.startswith(ANYWHERE) else word.startswith(part)
