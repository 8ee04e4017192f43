"""`zgoda import-orders`: what it says and how it ends."""

import argparse
import io
import json
import sys
from pathlib import Path

import pytest

from tests.centre.orders.forms import form, jsonl
from zgoda.centre.store.models import Order
from zgoda.cli import import_orders

pytestmark = pytest.mark.django_db


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    import_orders.add_arguments(parser)
    return import_orders.run(parser.parse_args(words))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "orders.jsonl"
    path.write_bytes(jsonl(form("a"), b"{", form("b")))
    return path


def test_it_reports_each_refusal_with_its_line_and_ends_with_one(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(str(file)) == 1
    out = capsys.readouterr().out
    assert out.startswith("2: refused ")
    assert "2 taken, 0 updated, 0 unchanged, 1 refused" in out


def test_json_gives_one_object_per_record(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(str(file), "--json")
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(report["line"], report["outcome"]) for report in reports] == [(1, "taken"), (2, "refused"), (3, "taken")]


def test_a_minus_reads_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(jsonl(form()))))
    assert call("-") == 0
    assert Order.objects.count() == 1


def test_an_instant_can_be_given_to_judge_by(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(str(file), "--at", "2025-09-01T00:00:00+02:00") == 1
    assert "0 taken" in capsys.readouterr().out
    assert call(str(file), "--at", "2025-09-01T00:00:00") == 2


def test_a_file_that_is_not_there_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("no-such-file.jsonl") == 2
    assert "no-such-file.jsonl" in capsys.readouterr().err
