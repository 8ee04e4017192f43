"""What of a text the models weigh: its words, pairs of words, pieces of words, and the stems that were found.

Features are hashed into a fixed number of buckets, so that a model is a small table and knows no list of words.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import sqrt
from zlib import crc32

from zgoda.text.stems import Hit

BUCKETS = 1 << 13
_STEM_WEIGHT = 0.9
_PIECES = (3, 4, 5)


def vector(words: Sequence[str], hits: Sequence[Hit]) -> dict[int, float]:
    """Buckets with their weights: the words' share has length one, each stem a weight of its own."""
    counted: dict[int, float] = {}
    for bucket in (_bucket(feature) for feature in _of_words(words)):
        counted[bucket] = counted.get(bucket, 0.0) + 1.0
    length = sqrt(sum(value * value for value in counted.values())) or 1.0
    weighed = {bucket: value / length for bucket, value in counted.items()}
    for bucket, value in stem_features(hits).items():
        weighed[bucket] = weighed.get(bucket, 0.0) + value
    return weighed


def stem_features(hits: Sequence[Hit]) -> dict[int, float]:
    """One bucket a label: the first stem counts whole, each further one less."""
    counts: dict[str, int] = {}
    for hit in hits:
        counts[hit.label] = counts.get(hit.label, 0) + 1
    return {_bucket(f"#{label}"): _STEM_WEIGHT * sqrt(count) for label, count in counts.items()}


def of_word(word: str) -> Iterator[str]:
    """The word itself and its pieces, with marks where it begins and ends."""
    yield f"w {word}"
    marked = f"<{word}>"
    for size in _PIECES:
        for start in range(len(marked) - size + 1):
            yield f"c {marked[start : start + size]}"


def _of_words(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield from of_word(word)
    for first, second in pairwise(words):
        yield f"p {first} {second}"


def _bucket(feature: str) -> int:
    return crc32(feature.encode()) % BUCKETS
