"""The catalogues are complete, say what the English says, and no template speaks past them."""

import ast
import re
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from django.utils.translation.trans_real import DjangoTranslation
from scripts import messages

from zgoda.domain.rest_days import TABLES
from zgoda.look.why_then import name_id

TEMPLATES = sorted(messages.SOURCE.rglob("templates/**/*.html"))
INVENTED = {"guide.html", "guide_desk.html"}
HOLE = re.compile(r"%\(\w+\)[sd]")
MARKUP = re.compile(r"</?\w+>")
READ_ATTRIBUTE = re.compile(r'\b(?:title|placeholder|alt|aria-label|aria-description)="([^"]*)"')
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
NO_WORDS = re.compile(
    r"{#.*?#}"
    r"|{% block (?:here|kind|focus|panes) %}.*?{% endblock %}"  # choices of the layout, not words
    r"|{% *trans\b.*?{% *endtrans *%}"
    r"|<(script|style|svg|code|kbd)\b.*?</\1>"
    r"|{%.*?%}|{{.*?}}|&\w+;",
    re.DOTALL,
)
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Zgoda", "UTC"}


@pytest.fixture(scope="module")
def found() -> Catalog:
    return messages.collect()


@pytest.fixture(params=messages.LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def keys(catalog: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalog if message.id}


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def translated(language: str) -> list[Message]:
    return [message for message in messages.read(language) if message.id]


def test_a_catalogue_holds_what_the_product_says_and_nothing_else(found: Catalog, language: str) -> None:
    assert keys(messages.read(language)) == keys(found), "run `make messages`"


def test_a_catalogue_is_complete(language: str) -> None:
    catalog = messages.read(language)
    assert [message.id for message in messages.untranslated(catalog)] == []
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


def test_a_translation_has_the_holes_of_the_sentence(language: str) -> None:
    """A singular form may leave its number out; no form may ask for a value that is not given."""
    wrong = []
    for message in translated(language):
        given = {hole for text in forms(message.id) for hole in HOLE.findall(text)}
        said = forms(message.string)
        if any(set(HOLE.findall(text)) - given for text in said) or set(HOLE.findall(said[-1])) != given:
            wrong.append(message.id)
    assert wrong == []


def test_a_per_cent_sign_is_always_doubled(language: str) -> None:
    said = [text for message in translated(language) for text in [*forms(message.id), *forms(message.string)]]
    assert [text for text in said if "%" in HOLE.sub("", text).replace("%%", "")] == []


def test_a_translation_keeps_the_markup_and_the_line_ends(language: str) -> None:
    wrong = [
        message.id
        for message in translated(language)
        for text in forms(message.string)
        if MARKUP.findall(text) != MARKUP.findall(forms(message.id)[-1]) or text != text.strip()
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [("pl", 1, "dzień"), ("pl", 22, "dni"), ("cs", 3, "dny"), ("cs", 5, "dní"), ("sk", 1, "deň"), ("hu", 7, "nap")],
)
def test_numbers_find_their_form(language: str, count: int, said: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, messages.read(language))
    compiled.seek(0)
    assert GNUTranslations(compiled).ngettext("%(count)d day", "%(count)d days", count) == f"%(count)d {said}"


def test_polish_counts_in_three_forms() -> None:
    compiled = BytesIO()
    write_mo(compiled, messages.read("pl"))
    compiled.seek(0)
    polish = GNUTranslations(compiled)
    said = [polish.ngettext("%(num)s piece", "%(num)s pieces", count) for count in (1, 2, 5, 12, 22, 112)]
    assert [text.split()[1] for text in said] == ["sztuka", "sztuki", "sztuk", "sztuk", "sztuki", "sztuk"]


def test_every_rest_day_has_a_name_in_every_language(language: str) -> None:
    catalog = messages.read(language)
    days = [rest for table in TABLES.values() for rest in table.days]
    names = {name_id(rest.name) for rest in days} | {rest.source for rest in days}
    assert [name for name in names if catalog.get(name) is None] == []


def test_without_built_catalogues_the_product_starts_in_english(settings: Any, tmp_path: Path) -> None:
    settings.LOCALE_PATHS, settings.LANGUAGE_CODE = [tmp_path], "pl"
    assert DjangoTranslation("pl").gettext("Write to both sides") == "Write to both sides"


def test_no_sentence_is_asked_for_inside_an_f_string() -> None:
    """Before Python 3.12 the catalogue's collector cannot see into one: the sentence would stay English."""
    inside = [
        f"{path.relative_to(messages.SOURCE)}:{call.lineno}"
        for path in messages.SOURCE.rglob("*.py")
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in messages.KEYWORDS
    ]
    assert inside == []


def test_no_template_speaks_past_the_catalogue() -> None:
    bare = {each: bare_words(each) for each in TEMPLATES if each.name not in INVENTED}
    assert {each.name: words for each, words in bare.items() if words} == {}


def bare_words(template: Path) -> list[str]:
    """The words that readers see and that stand in the template as they are."""
    bare = NO_WORDS.sub(" ", template.read_text(encoding="utf-8"))
    spoken = [*READ_ATTRIBUTE.findall(bare), ATTRIBUTE.sub(" ", re.sub(r"<[^>]*>", " ", bare))]
    return [word for text in spoken for word in WORD.findall(text) if word not in NAMES]
