"""The console script's frame: names, exit codes, and no traceback for a person who mistyped."""

import subprocess
import sys
from types import ModuleType

import pytest

from zgoda.cli import run as frame


def test_the_commands_stand_in_the_written_order() -> None:
    assert list(frame.COMMANDS) == [
        "up",
        "work",
        "doctor",
        "deadlines",
        "clock",
        "faults",
        "rules",
        "verify",
        "recompute",
        "quality",
        "message-corrections",
        "import-orders",
        "people",
        "buyer",
    ]


def test_an_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert frame.run(["frobnicate"]) == 2
    assert "frobnicate" in capsys.readouterr().err


def test_no_command_shows_the_help_and_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert frame.run([]) == 2
    assert "deadlines" in capsys.readouterr().out


@pytest.mark.parametrize("name", frame.COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert frame.run([name, "--help"]) == 0
    assert f"zgoda {name}" in capsys.readouterr().out


def test_an_unexpected_error_is_one_line_unless_the_traceback_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = command(lambda _args: 1 // 0)
    monkeypatch.setattr(frame.importlib, "import_module", lambda _name: broken)
    assert frame.run(["rules"]) == 2
    brief = capsys.readouterr().err
    assert "ZeroDivisionError" in brief
    assert "zgoda doctor" in brief
    assert "Traceback" not in brief
    assert frame.run(["--traceback", "rules"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_a_commands_code_is_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame.importlib, "import_module", lambda _name: command(lambda _args: 1))
    assert frame.run(["rules"]) == 1


def test_deadlines_needs_neither_django_nor_settings() -> None:
    script = (
        "import sys; from zgoda.cli.run import run;"
        "code = run(['deadlines', '--market', 'pl', '--opened', '2025-09-26T15:00:00+02:00']);"
        "sys.exit(code or any(name in sys.modules for name in ('django', 'zgoda.settings')))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def command(run: object) -> ModuleType:
    module = ModuleType("zgoda.cli.rules")
    module.NAME, module.HELP, module.NEEDS_DJANGO = "rules", "a stand-in", False  # type: ignore[attr-defined]
    module.add_arguments, module.run = lambda _parser: None, run  # type: ignore[attr-defined]
    return module
