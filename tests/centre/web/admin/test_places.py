"""The administrators' places: few enough for one line, and each page one or two steps away."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.centre.web.buyer.conftest import signed_in
from tests.centre.web.buyer.reading import page
from zgoda.domain.actors import Role

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="([^"]+)"( aria-current="\w+")?>')
BELOW = {
    "rule_sets": ["rule_sets", "calendars", "hotlines", "effective_settings"],
    "sandbox_clock": ["sandbox_clock", "faults"],
    "audit": ["audit", "verification"],
}
ALONE = ["administration", "quality", "letters"]


@pytest.fixture
def admin(settings: Settings) -> Client:
    settings.SANDBOX = True
    return signed_in("admin", Role.ADMIN)


def places(html: str, label: str) -> list[tuple[str, str]]:
    """Address and mark of each link in the navigation that is called so; none where it is missing."""
    found = re.search(rf'<nav[^>]*aria-label="{label}">(.*?)</nav>', html, re.DOTALL)
    return LINK.findall(found[1]) if found else []


def marked(names: list[str], name: str, mark: str) -> list[tuple[str, str]]:
    return [
        (reverse(one, urlconf="zgoda.centre.urls"), f' aria-current="{mark}"' if one == name else "") for one in names
    ]


FIRST = ["administration", "rule_sets", "quality", "letters", "sandbox_clock", "audit"]


@pytest.mark.parametrize(("group", "name"), [(group, name) for group, names in BELOW.items() for name in names])
def test_a_place_among_others_is_one_step_below_the_navigation(admin: Client, group: str, name: str) -> None:
    html = page(admin, reverse(name, urlconf="zgoda.centre.urls"))
    label = {"rule_sets": "Rules and settings", "sandbox_clock": "Sandbox", "audit": "Log"}[group]
    assert places(html, "Main") == marked(FIRST, group, "true")
    assert places(html, label) == marked(BELOW[group], name, "page")


@pytest.mark.parametrize("name", ALONE)
def test_a_place_alone_has_none_below(admin: Client, name: str) -> None:
    html = page(admin, reverse(name, urlconf="zgoda.centre.urls"))
    assert places(html, "Main") == marked(FIRST, name, "page")
    assert 'class="within' not in html


def test_outside_of_a_sandbox_there_is_no_clock_to_turn(admin: Client, settings: Settings) -> None:
    settings.SANDBOX = False
    html = page(admin, reverse("administration", urlconf="zgoda.centre.urls"))
    assert places(html, "Main") == marked([one for one in FIRST if one != "sandbox_clock"], "administration", "page")


def test_nobody_else_has_places_below() -> None:
    assert 'class="within' not in page(signed_in("moderator", Role.MODERATOR), "/reports")
