"""The style guide draws every macro; so every macro is drawn in a test."""

import re
from pathlib import Path

import pytest
from django.test import Client

import zgoda.look
from zgoda.look.urls import urlpatterns

TEMPLATES = Path(zgoda.look.__file__).parent / "templates"


@pytest.mark.django_db
@pytest.mark.urls("tests.look.guide_urls")
@pytest.mark.parametrize("path", ["/look/", "/look/desk"])
def test_it_draws_every_state_of_a_clock_and_every_voice(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    states = ["running", "soon", "late", "met", "opens"]
    assert all(f'class="clock {state}"' in html for state in states)
    assert all(f'class="msg {voice}' in html for voice in ("us", "buyer", "platform", "note"))


def test_every_component_stands_in_the_guide() -> None:
    shown = "".join((TEMPLATES / "look" / name).read_text() for name in ("guide.html", "guide_desk.html"))
    inner = {"face", "why", "described", "below", "label", "file_chip", "icon", "mark", "bound", "post_button"}
    macros = {
        name
        for path in (TEMPLATES / "components").glob("*.html")
        for name in re.findall(r"{% macro (\w+)\(", path.read_text())
    }
    missing = {name for name in macros - inner if not re.search(rf"(?<!\w){name}\(|{name} as |call {name}\(", shown)}
    assert missing == set()


def test_outside_a_sandbox_there_is_no_style_guide() -> None:
    assert "look" not in {pattern.name for pattern in urlpatterns}
