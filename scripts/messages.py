"""Collect translatable strings into the catalogues: `make messages`.

English is the language of the message ids, so it has no catalogue. Each run gives the same files when nothing
changed: sorted, without dates and line numbers; obsolete strings are dropped, and nothing is guessed.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "zgoda"
LOCALE = SOURCE / "locale"
LANGUAGES = ("pl", "cs", "sk", "hu")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def collect() -> Catalog:
    """Every string of the product's Python files and templates, without translations."""
    found = Catalog(charset="utf-8")
    strings = extract_from_dir(SOURCE, METHODS, OPTIONS, KEYWORDS)
    for path, _line, message, _comments, context in strings:
        found.add(message, locations=[(f"src/zgoda/{path}", 1)], context=context)
    return found


def read(language: str) -> Catalog:
    """The language's catalogue as it is stored; empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def write(language: str, catalog: Catalog) -> None:
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    path_of(language).write_bytes(_header(language) + _body(catalog))


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def untranslated(catalog: Catalog) -> list[Message]:
    """Messages without words, or without the words of one of the language's plural forms."""
    return [message for message in catalog if message.id and not _said(message, catalog.num_plurals)]


def renewed(language: str, found: Catalog) -> Catalog:
    """What was found, with the translations that the language already has."""
    old, new = read(language), Catalog(locale=language, charset="utf-8")
    for message in found:
        if message.id:
            known = old.get(message.id, message.context)
            new.add(message.id, known.string if known else "", locations=message.locations, context=message.context)
    return new


def _said(message: Message, plurals: int) -> bool:
    if isinstance(message.id, str):
        return bool(message.string)
    return isinstance(message.string, tuple) and len(message.string) == plurals and all(message.string)


def _header(language: str) -> bytes:
    lines = (
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {get_plural(language)}\\n"',
    )
    return ("\n".join(lines) + "\n\n").encode()


def _body(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def main() -> int:
    found = collect()
    for language in LANGUAGES:
        catalog = renewed(language, found)
        write(language, catalog)
        print(f"{language}: {len(catalog)} strings, {len(untranslated(catalog))} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
