"""`zgoda rules`: homes and tests are found in the source; a rule without either is named."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from zgoda.cli import rule_scan
from zgoda.cli.run import run


@pytest.fixture
def package(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    write(
        root / "domain" / "opening.py",
        '''
        """When a case may be opened (S0-04, S0-09)."""

        class Opening:
            """S0-05."""

            def earliest(self) -> None:
                """S0-04: an hour."""

        STATUSES = ("P", "R")
        """S0-29…S0-31."""
    ''',
    )
    write(
        root / "desk" / "view.py",
        '''
        def page() -> None:
            """S0-04 and S0-02."""
    ''',
    )
    write(root / "cli" / "talk.py", '"""Talks about S0-63."""\n')
    write(root / "desk" / "templates" / "case.html", "{# S0-08: told to hurry #}<p>S0-12</p>")
    return root


def test_the_home_is_the_domains_function_before_its_module_and_other_places(package: Path) -> None:
    homes = rule_scan.homes(package)
    assert homes["S0-04"] == "shop.domain.opening:Opening.earliest"
    assert homes["S0-05"] == "shop.domain.opening:Opening"
    assert homes["S0-09"] == "shop.domain.opening"
    assert homes["S0-02"] == "shop.desk.view:page"


def test_a_range_and_a_documented_name_count(package: Path) -> None:
    homes = rule_scan.homes(package)
    assert homes["S0-29"] == homes["S0-30"] == homes["S0-31"] == "shop.domain.opening:STATUSES"


def test_a_template_is_a_home_by_its_comment_only_and_a_command_never(package: Path) -> None:
    homes = rule_scan.homes(package)
    assert homes["S0-08"] == "shop/desk/templates/case.html"
    assert "S0-12" not in homes
    assert "S0-63" not in homes


def test_marks_are_found_on_functions_classes_modules_and_rows(tmp_path: Path) -> None:
    write(
        tmp_path / "tests" / "test_a.py",
        """
        import pytest
        from tests.marks import rule

        ROWS = [pytest.param(1, marks=rule("S0-11"))]

        @pytest.mark.rule("S0-04", "S0-05")
        def test_one(): ...

        @pytest.mark.parametrize("row", ROWS)
        def test_rows(row): ...

        @rule("S0-20")
        class TestReopening:
            @rule("S0-21")
            def test_once(self): ...

        def not_a_test(): ...
    """,
    )
    write(
        tmp_path / "tests" / "deep" / "test_b.py",
        """
        from tests.marks import rule

        pytestmark = [rule("S0-29")]

        def test_three(): ...
    """,
    )
    found = rule_scan.tests(tmp_path / "tests")
    assert found["S0-04"] == found["S0-05"] == ["tests/test_a.py::test_one"]
    assert found["S0-11"] == ["tests/test_a.py::test_rows"]
    assert found["S0-20"] == found["S0-21"] == ["tests/test_a.py::TestReopening::test_once"]
    assert found["S0-29"] == ["tests/deep/test_b.py::test_three"]


def test_json_lists_every_rule_with_text_home_and_tests(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == 235
    by_id = {entry["id"]: entry for entry in listed}
    assert set(by_id["S0-09"]) == {"id", "text", "home", "tests"}
    assert by_id["S0-09"]["home"] == "zgoda.domain.deadlines:answer_due"
    assert (
        "tests/domain/test_business_time.py::test_the_answer_is_due_after_24_business_hours" in by_id["S0-09"]["tests"]
    )


def test_one_rule_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "S0-10"]) == 0
    said = capsys.readouterr().out
    assert "The 24 hours run from the moment the Discussion was opened." in said
    assert "home  zgoda.domain." in said
    assert "S0-11" not in said


def test_an_unknown_rule_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "S9-99"]) == 2
    assert "S9-99" in capsys.readouterr().err


def test_check_names_finished_rules_that_no_test_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--check", "--tests", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "S0-04 has no test" in said
    assert "S2-01" not in said, "the refund programme is not finished"


def test_check_names_a_mark_that_is_no_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        tmp_path / "test_a.py",
        """
        from tests.marks import rule

        @rule("S0-64")
        def test_one(): ...
    """,
    )
    assert run(["rules", "--check", "--tests", str(tmp_path), "S1-01"]) == 1
    assert "S0-64 is no rule" in capsys.readouterr().err


def test_check_is_content_with_a_rule_that_has_both() -> None:
    assert run(["rules", "--check", "S0-04", "S0-09"]) == 0


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
