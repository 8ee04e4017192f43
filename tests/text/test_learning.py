"""The models are what their script makes of their examples, every time."""

import json
from importlib.resources import files

import pytest

from zgoda.text.folding import words_of
from zgoda.text.learning import model
from zgoda.text.linear import Model, load
from zgoda.text.stems import parse

DATA = files("zgoda.text") / "data"


@pytest.mark.slow
def test_the_kept_model_is_made_of_the_kept_examples() -> None:
    rows = [json.loads(line) for line in (DATA / "rating_removal.jsonl").read_text("utf-8").splitlines()]
    examples = [(row["text"], "service" if row["about_fulfilment"] else "goods") for row in rows]
    kept = load("service")
    assert model("service", examples, kept.temperature).table == kept.table


def test_a_model_is_written_and_read_without_loss() -> None:
    made = Model.of(("a", "b"), {3: [0.5, -1.0], 7: [0.0, 0.25]}, 1.5)
    assert Model.read(made.written()) == made


def test_shares_are_one_together() -> None:
    assert sum(load("topics").weigh({1: 1.0, 2: 0.5}).values()) == pytest.approx(1.0)


def test_words_are_folded_and_numbers_links_and_addresses_masked() -> None:
    said = words_of("Żółć ŁÓDŹ 123,45 jan@example.com https://example.com/a?b=1 őű")
    assert said == ["zolc", "lodz", "0", "0", "@", "//", "ou"]


def test_stems_begin_a_word_follow_one_another_stand_anywhere_or_decide() -> None:
    listed = parse("# remark\n[one]\npl: kiedy wysl, =ar\nhu: *szam\n[two]\npl: !odstap\n")
    found = {
        (hit.label, hit.said, hit.decides)
        for hit in listed.found(words_of("Kiedy wyślecie? ar arany adószámla odstąpienie"))
    }
    assert found == {
        ("one", "kiedy wyslecie", False),
        ("one", "ar", False),
        ("one", "adoszamla", False),
        ("two", "odstapienie", True),
    }
