"""Which language a buyer writes in: told by small words that one language has and its neighbours do not.

Enough to choose a prepared answer, and honest where it is not: an empty answer rather than a guess.
"""

import re
from collections.abc import Mapping

KNOWN = ("pl", "cs", "sk", "hu", "en", "de", "uk")

_WORD = re.compile(r"[^\W\d_]+")
_SMALL: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "pl": "nie się jest że czy mam mnie dla ale jak już proszę dzień dobry ze do na w z i to co przez tego paczka "
        "paczki zwrot pieniądze zamówienie witam kiedy był była było został została mogę produkt towar jeszcze",
        "cs": "není se je že jsem jste mám mě pro ale jak už prosím dobrý den ze do na v z a to co přes toho balík "
        "zásilka vrácení peníze objednávka kdy byl byla bylo můžu mohu jsem zboží ještě dorazil nedorazil děkuji když",
        "sk": "nie sa je že som ste mám ma pre ale ako už prosím dobrý deň zo do na v z a to čo cez toho balík "
        "zásielka vrátenie peniaze objednávka kedy bol bola bolo môžem tovar ešte dorazil nedorazil ďakujem keď by",
        "hu": "nem és az a hogy van egy ez meg már még kérem jó napot csomag termék pénz visszatérítés rendelés mikor "
        "volt lett kaptam tudom köszönöm üdvözlettel szeretném vagy ami",
        "en": "the is not and have has was i you my to of it for this that when please hello order parcel refund money "
        "product with did been received thank",
        "de": "der die das ist nicht und habe ich sie mein zu von es für wann bitte hallo bestellung paket geld ware "
        "mit wurde noch guten tag danke ein eine",
        "uk": "не і що це я є мені мене для але як вже будь ласка добрий день з до на в у та чи був була було "
        "посилка замовлення гроші повернення товар коли дякую ще",
    }.items()
}
_LETTERS = {
    "pl": "ąęłńśźż",
    "cs": "ěřů",
    "sk": "ľĺŕôä",
    "hu": "őű",
    "de": "ßü",
    "uk": "іїєґ",
}
_LEAST = 2
"""Signs of a language before it is named."""


def language_of(text: str) -> str:
    """One of `KNOWN`, or empty where too little tells or two languages tell as much."""
    words = [word.casefold() for word in _WORD.findall(text[:2000])]
    if not words:
        return ""
    signs = {language: _signs(language, words) for language in KNOWN}
    first, second = sorted(signs.values(), reverse=True)[:2]
    if first < _LEAST or first == second:
        return ""
    return max(signs, key=lambda language: signs[language])


def _signs(language: str, words: list[str]) -> int:
    small, letters = _SMALL[language], set(_LETTERS.get(language, ""))
    return sum(word in small for word in words) + sum(not letters.isdisjoint(word) for word in words)
