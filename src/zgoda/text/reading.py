"""How a reader looks at a text: shares of the labels, and the words that spoke for one."""

from dataclasses import dataclass

from zgoda.text.features import vector
from zgoda.text.folding import words_of
from zgoda.text.linear import load
from zgoda.text.stems import Hit, stems

_REASONS = 3


@dataclass(frozen=True, slots=True)
class Weighed:
    """``best`` is the label with the largest share, or the one that a deciding stem speaks for."""

    shares: dict[str, float]
    best: str
    hits: tuple[Hit, ...]
    decided: bool

    def why(self, label: str) -> tuple[str, ...]:
        """Up to three of the text's own words, folded, that speak for ``label``."""
        return tuple(dict.fromkeys(hit.said for hit in self.hits if hit.label == label))[:_REASONS]


def weigh(name: str, text: str) -> Weighed:
    """The reader ``name`` on a text; empty text is read like any other and is sure of nothing."""
    words = words_of(text)
    hits = stems(name).found(words)
    shares = load(name).weigh(vector(words, hits))
    decisive = next((hit.label for hit in hits if hit.decides), "")
    return Weighed(shares, decisive or max(shares, key=lambda label: shares[label]), tuple(hits), bool(decisive))
