"""The catalogue of numbered rules itself."""

from collections import Counter

from zgoda.domain.catalogue import catalogue, must_be_held


def test_the_catalogue_is_complete() -> None:
    counts = Counter(rule.capability for rule in catalogue())
    assert counts == {"S0": 63, "S1": 68, "S2": 18, "S3": 42, "S4": 15, "B1": 20, "K": 9}


def test_ids_run_without_a_gap_and_each_has_a_text() -> None:
    rules = catalogue()
    counts = Counter(rule.capability for rule in rules if not rule.id.endswith("b"))
    expected = [f"{name}-{number:02}" for name, total in counts.items() for number in range(1, total + 1)]
    assert [rule.id for rule in rules if not rule.id.endswith("b")] == expected
    assert all(len(rule.text) > 10 for rule in rules)


def test_discussions_are_finished_and_context_is_no_rule() -> None:
    held = {rule.id for rule in catalogue() if must_be_held(rule)}
    assert {"S0-01", "S0-63"} <= held
    assert "S2-18" not in held
