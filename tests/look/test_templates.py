"""No template needs what the content security policy forbids, and each one compiles."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation
from django.utils.translation import gettext

import zgoda

ROOT = Path(zgoda.__file__).parent
FOLDERS = [ROOT / "look/templates", ROOT / "centre/web/templates", ROOT / "desk/web/templates"]
TEMPLATES = [(folder, path.relative_to(folder)) for folder in FOLDERS for path in sorted(folder.rglob("*.html"))]
FORBIDDEN = re.compile(
    r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|hx-on|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)

LETTER, LETTERS_OWN = Path("mail/letter.html"), {"style=", "<style"}
"""A mail has no stylesheet: it carries its styles, and no script."""


@pytest.mark.parametrize(("folder", "path"), TEMPLATES, ids=[str(path) for _, path in TEMPLATES])
def test_no_inline_style_or_script(folder: Path, path: Path) -> None:
    found = FORBIDDEN.findall((folder / path).read_text())
    assert [one for one in found if path != LETTER or one.strip() not in LETTERS_OWN] == []


@pytest.mark.parametrize(("folder", "path"), TEMPLATES, ids=[str(path) for _, path in TEMPLATES])
def test_it_compiles(folder: Path, path: Path) -> None:
    with translation.override("en"):  # what is compiled for a language is kept for the tests that follow
        engines["jinja2"].env.get_template(str(path))


def test_the_page_of_a_broken_server_needs_no_request() -> None:
    with translation.override("en"):
        assert "Something broke on our side" in engines["jinja2"].get_template("500.html").render({})


@pytest.mark.parametrize("language", ["pl", "en", "cs", "sk", "hu"])
def test_a_search_box_has_a_button_with_a_name(language: str) -> None:
    with translation.override(language):
        macros = engines["jinja2"].env.get_template("components/forms.html").module
        box = str(macros.search_box("/x", label_text="Login"))
        name = gettext("Search")
    assert re.search(
        rf'<button[^>]*title="{name}"[^>]*>.*?<span class="sr">{name}</span></button></form>', box, re.DOTALL
    )


@pytest.mark.parametrize(("folder", "path"), TEMPLATES, ids=[str(path) for _, path in TEMPLATES])
def test_no_box_searches_by_enter_alone(folder: Path, path: Path) -> None:
    """The desk's list draws its own box, because it is drawn often; all others are the shared one."""
    for form in re.findall(r"<form.*?</form>", (folder / path).read_text(), re.DOTALL):
        assert 'type="search"' not in form or "<button" in form
