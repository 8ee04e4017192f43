"""Fitting a model to labelled texts: logistic regression by steps that shrink for what was seen often.

The same examples in the same order give the same model: the shuffling has a seed and nothing depends on time.
"""

from collections.abc import Sequence
from math import sqrt
from random import Random

from zgoda.text.features import vector
from zgoda.text.folding import words_of
from zgoda.text.linear import Model, shares
from zgoda.text.stems import stems

Example = tuple[dict[int, float], int]
Weights = dict[int, list[float]]

ROUNDS = 15
_STEP = 0.35
_SHRINK = 2e-4
_SEED = 20260301


def example(name: str, text: str, label: int) -> Example:
    """A text as the reader ``name`` sees it, with the number of its label."""
    words = words_of(text)
    return vector(words, stems(name).found(words)), label


def fit(examples: Sequence[Example], labels: int, rounds: int = ROUNDS) -> Weights:
    """Weights of each bucket, one a label."""
    weights: Weights = {}
    moved: Weights = {}
    order, dice = list(range(len(examples))), Random(_SEED)  # noqa: S311 - no secret, the same order every time
    for _ in range(rounds):
        dice.shuffle(order)
        for index in order:
            _step(weights, moved, examples[index], labels)
    return weights


def model(name: str, texts: Sequence[tuple[str, str]], temperature: float) -> Model:
    """Fit the reader ``name`` to texts with their labels."""
    labels = tuple(sorted({label for _, label in texts}))
    weights = fit([example(name, text, labels.index(label)) for text, label in texts], len(labels))
    return Model.of(labels, weights, temperature)


def _step(weights: Weights, moved: Weights, one: Example, labels: int) -> None:
    features, right = one
    rows = {bucket: weights.setdefault(bucket, [0.0] * labels) for bucket in features}
    scores = [0.0] * labels
    for bucket, value in features.items():
        for label, weight in enumerate(rows[bucket]):
            scores[label] += weight * value
    wrong = shares(scores)
    wrong[right] -= 1.0
    for bucket, value in features.items():
        row, past = rows[bucket], moved.setdefault(bucket, [1e-6] * labels)
        for label in range(labels):
            slope = wrong[label] * value + _SHRINK * row[label]
            past[label] += slope * slope
            row[label] -= _STEP * slope / sqrt(past[label])
