"""Fit the readers of ``zgoda.text`` to their examples: ``python scripts/train_text.py [--measure] [FILE …]``.

Writes the models beside the readers; the same examples give the same files. Each FILE holds further messages to learn
from, in the examples' shape, as ``zgoda message-corrections --json`` prints them. ``--measure`` writes nothing and
prints figures instead: five-fold cross-validation, and texts of ``tests/text`` that no model learned from.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from zgoda.domain.message_topics import MessageTopic, answerer_of
from zgoda.text.features import vector
from zgoda.text.folding import words_of
from zgoda.text.learning import model
from zgoda.text.linear import Model
from zgoda.text.stems import stems

ROOT = Path(__file__).resolve().parents[1]
DATA, TESTS = ROOT / "src/zgoda/text/data", ROOT / "tests/text"
TEMPERATURES = {"topics": 1.0, "service": 1.0}
FOLDS = 5
LANGUAGES = ("pl", "cs", "sk", "hu", "en")
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)

Row = tuple[str, str, str]
"""Language, text, label."""
Seen = tuple[str, str, str, float]
"""Language, right label, label read, share of the label's party."""


def main(arguments: Sequence[str]) -> None:
    written = rows(DATA / "routing_more.jsonl", "topic")
    more = [row for name in arguments if name != "--measure" for row in rows(Path(name), "topic")]
    examples = {
        "topics": rows(DATA / "routing.jsonl", "topic") + written + more,
        "service": rows(DATA / "rating_removal.jsonl", "about_fulfilment"),
    }
    fresh = {
        "topics": rows(TESTS / "fresh_messages.jsonl", "topic"),
        "service": rows(TESTS / "fresh_comments.jsonl", "about_fulfilment"),
    }
    for name, learned in examples.items():
        if "--measure" in arguments:
            report(f"{name}: cross-validation", crossed(name, learned))
            report(f"{name}: fresh", asked(name, fitted(name, learned), fresh[name]))
        else:
            (DATA / f"{name}.model.json").write_text(fitted(name, learned).written(), "utf-8")
            print(f"{name}: {len(learned)} examples")


def rows(path: Path, key: str) -> list[Row]:
    """The examples of a file; true and false are the labels of ratings."""
    told = {True: "service", False: "goods"}
    read = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line)
    return [(row["lang"], row["text"], told.get(row[key], row[key])) for row in read]


def fitted(name: str, examples: Iterable[Row]) -> Model:
    return model(name, [(text, label) for _, text, label in examples], TEMPERATURES[name])


def crossed(name: str, examples: Sequence[Row]) -> list[Seen]:
    """Each example read by a model that did not learn from it. Neighbours of one label fall into different folds."""
    order = sorted(range(len(examples)), key=lambda index: (examples[index][2], examples[index][0], index))
    seen: list[Seen] = []
    for fold in range(FOLDS):
        left_out = set(order[fold::FOLDS])
        learned = fitted(name, [examples[index] for index in range(len(examples)) if index not in left_out])
        seen += asked(name, learned, [examples[index] for index in sorted(left_out)])
    return seen


def asked(name: str, learned: Model, examples: Iterable[Row]) -> list[Seen]:
    found: list[Seen] = []
    for language, text, right in examples:
        words = words_of(text)
        hits = stems(name).found(words)
        shares = learned.weigh(vector(words, hits))
        best = next((hit.label for hit in hits if hit.decides), max(shares, key=lambda label: shares[label]))
        sure = sum(share for label, share in shares.items() if party(label) == party(best))
        found.append((language, right, best, sure))
    return found


def party(label: str) -> str:
    return label if label in ("service", "goods") else answerer_of(MessageTopic(label))


def report(title: str, seen: Sequence[Seen]) -> None:
    print(f"\n{title}\nlang      n  accuracy  macro F1  party")
    for language in (*LANGUAGES, ""):
        some = [one for one in seen if language in ("", one[0])]
        right, parties = (mean(same(one) for one in some) for same in (_is_label, _is_party))
        print(f"{language or 'all':4} {len(some):6} {right:9.3f} {macro_f1(some):9.3f} {parties:6.3f}")
    for threshold in THRESHOLDS:
        sure = [one for one in seen if one[3] >= threshold]
        print(f"from {threshold}: {len(sure) / len(seen):.3f} sure, party right in {mean(map(_is_party, sure)):.3f}")


def macro_f1(seen: Sequence[Seen]) -> float:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, right, read, _ in seen:
        counts[right]["hit" if right == read else "missed"] += 1
        counts[read]["wrong"] += right != read
    scores = [2 * one["hit"] / (2 * one["hit"] + one["missed"] + one["wrong"]) for one in counts.values()]
    return sum(scores) / len(scores)


def mean(found: Iterable[bool]) -> float:
    every = list(found)
    return sum(every) / len(every) if every else 0.0


def _is_label(one: Seen) -> bool:
    return one[1] == one[2]


def _is_party(one: Seen) -> bool:
    return party(one[1]) == party(one[2])


if __name__ == "__main__":
    main(sys.argv[1:])
