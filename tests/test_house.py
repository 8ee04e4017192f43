"""The house rules that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as random_runs

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(
    path
    for folder in ("src", "tests", "scripts", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base"}
LEFT_OPEN = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
OUT_OF_PLACE = re.compile(r"pypi[.]org|python[h]osted|npm[j]s|deb[.]debian[.]org")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_stays_under_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_functions_stay_under_40_lines() -> None:
    long = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        if path.is_relative_to(ROOT / "src")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and _code_lines(node) > 40
    ]
    assert long == []


def test_no_module_is_called_by_a_name_that_says_nothing() -> None:
    assert [named(path) for path in SOURCES if path.stem in FORBIDDEN_NAMES] == []


def test_only_settings_reads_the_environment() -> None:
    readers = [
        named(path)
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"os\.getenv|os\.environ\[|os\.environ\.get", path.read_text(encoding="utf-8"))
    ]
    assert set(readers) <= {"src/zgoda/settings.py"}


def test_no_registry_or_machine_is_named() -> None:
    assert files_with(OUT_OF_PLACE) == []


def test_no_merge_was_left_half_done() -> None:
    assert files_with(LEFT_OPEN) == []


def test_generated_examples_are_not_timed() -> None:
    """A busy machine turns no test red: only `make soak` keeps Hypothesis' own limits."""
    assert random_runs().deadline is None
    assert HealthCheck.too_slow in random_runs().suppress_health_check


def files_with(words: re.Pattern[str]) -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    return [
        name
        for name in listed
        if name.endswith((".py", ".md", ".html", ".toml", ".yml", ".sh", ".css", ".js", ".po"))
        and name != "tests/test_house.py"
        and words.search((ROOT / name).read_text(encoding="utf-8", errors="ignore"))
    ]


def _code_lines(node: ast.FunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
