"""Templates are compiled per language; what they say must not depend on who asked first."""

import pytest
from django.utils import translation
from jinja2 import DictLoader

from zgoda.look.polyglot import PolyglotEnvironment

TEMPLATES = {
    "plain": "{{ _('Search') }}",
    "counted": "{{ gettext('%(count)s left', count=3) }}",
    "block": "{% trans %}Search{% endtrans %}",
    "quoted": "{{ _('Terms & <b>Conditions</b>') }}|{{ word }}",
    "outer": "{% include 'plain' %}",
}
POLISH = {"Search": "Szukaj", "%(count)s left": "jeszcze %(count)s"}


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> PolyglotEnvironment:
    def gettext(words: str) -> str:
        return POLISH.get(words, words) if translation.get_language() == "pl" else words

    monkeypatch.setattr("zgoda.look.polyglot._LOOKUPS", {"_": gettext, "gettext": gettext})
    env = PolyglotEnvironment(loader=DictLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True)
    env.install_gettext_callables(gettext, lambda one, many, n: one, newstyle=True)  # type: ignore[attr-defined]
    return env


@pytest.mark.parametrize("name", ["plain", "block", "outer"])
def test_each_language_has_its_own_words_whoever_asks_first(env: PolyglotEnvironment, name: str) -> None:
    said = []
    for language in ("pl", "en", "pl"):
        with translation.override(language):
            said.append(env.get_template(name).render())
    assert said == ["Szukaj", "Search", "Szukaj"]


def test_a_sentence_with_a_value_is_filled_at_each_request(env: PolyglotEnvironment) -> None:
    with translation.override("pl"):
        assert env.get_template("counted").render() == "jeszcze 3"


def test_markup_of_a_sentence_stays_and_that_of_a_value_is_escaped(env: PolyglotEnvironment) -> None:
    assert env.get_template("quoted").render(word="<i>") == "Terms & <b>Conditions</b>|&lt;i&gt;"
