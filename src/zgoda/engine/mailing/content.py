"""What a letter says, before it is written as text and as HTML."""

import unicodedata
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Content:
    """``facts``: pairs of a name and a value. ``link``: what is offered to do and where; the letter shows no other."""

    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    link: tuple[str, str] | None = None


def cleaned(content: Content) -> Content:
    """Without the marks that `one_line` takes out; a paragraph keeps its lines."""
    paragraphs = ("\n".join(one_line(line) for line in paragraph.splitlines()) for paragraph in content.paragraphs)
    facts = ((name, one_line(value)) for name, value in content.facts)
    return replace(content, subject=one_line(content.subject), paragraphs=tuple(paragraphs), facts=tuple(facts))


def one_line(words: str) -> str:
    """A product's name may hold line breaks, which no header may, and marks that turn the direction of writing."""
    shown = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in words)
    return " ".join(shown.split())
