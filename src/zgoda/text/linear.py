"""A fitted model: one small weight a bucket and label, kept as a file beside the readers."""

import json
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from zlib import compress, decompress

from zgoda.text.features import BUCKETS

_LARGEST = 127


@dataclass(frozen=True, slots=True)
class Model:
    """``table`` holds a signed byte for each bucket and label; ``scale`` makes weights of them. ``temperature`` above
    one makes the shares more even: it is set so that a share means how often the reader is right."""

    labels: tuple[str, ...]
    scale: float
    temperature: float
    table: "array[int]"

    @classmethod
    def of(cls, labels: tuple[str, ...], weights: Mapping[int, Sequence[float]], temperature: float) -> "Model":
        scale = max((abs(weight) for row in weights.values() for weight in row), default=1.0) / _LARGEST or 1.0
        table = array("b", bytes(BUCKETS * len(labels)))
        for bucket, row in weights.items():
            for label, weight in enumerate(row):
                table[bucket * len(labels) + label] = round(weight / scale)
        return cls(labels, scale, temperature, table)

    @classmethod
    def read(cls, text: str) -> "Model":
        kept = json.loads(text)
        table = array("b", decompress(b64decode(kept["table"])))
        return cls(tuple(kept["labels"]), kept["scale"], kept["temperature"], table)

    def written(self) -> str:
        kept = {
            "labels": self.labels,
            "scale": self.scale,
            "temperature": self.temperature,
            "table": b64encode(compress(self.table.tobytes(), 9)).decode(),
        }
        return json.dumps(kept, indent=1) + "\n"

    def weigh(self, features: Mapping[int, float]) -> dict[str, float]:
        """The share of each label; the shares are one together."""
        scores = [0.0] * len(self.labels)
        for bucket, value in features.items():
            start = bucket * len(self.labels)
            for label in range(len(self.labels)):
                scores[label] += value * self.table[start + label]
        return dict(zip(self.labels, shares([score * self.scale / self.temperature for score in scores]), strict=True))


@cache
def load(name: str) -> Model:
    """The model of a reader, read once a process."""
    return Model.read((files("zgoda.text") / "data" / f"{name}.model.json").read_text("utf-8"))


def shares(scores: Sequence[float]) -> list[float]:
    """Scores as shares of one."""
    top = max(scores)
    raised = [exp(score - top) for score in scores]
    whole = sum(raised)
    return [one / whole for one in raised]
