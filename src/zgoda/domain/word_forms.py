"""Words as they are looked for: without case, diacritics and the endings of inflection, Polish first.

The one place where text is folded for a search: what is stored and what is asked go through here. Endings are cut, not
looked up: the forms of one word meet in a stem, at the price that a few strangers meet in it too. Where a consonant
softens before its ending it is hardened again, and frequent words that change inside are listed.
"""

import re
import unicodedata
from functools import lru_cache

SHORTEST = 3
"""Letters that are left of a word at least."""
LONGEST = 40

_WORD = re.compile(r"[a-z0-9]+")
_STROKES = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})
_ENDINGS = (
    # verbs: zwróciłem, zwrócić, wysłaliście, czekam
    "alismy aliscie ilismy iliscie ylismy yliscie elismy eliscie alyscie ilyscie "
    "alem alam ilem ilam ylem ylam elem elam lismy liscie "
    "alo aly ala ali ilo ily ila ili ylo yly yla yli ujemy ujecie uje uja ujesz "
    "amy acie emy ecie imy icie ymy ycie asz esz isz ysz aja aj ac ic yc uc "
    # nouns: paczka, paczce, paczek, reklamacji, zamówieniami, kubków
    "kami kach kom kow ka ki ke ko ku ek ce kiem "
    "iami iach iom iow ami ach om ow owi owie em iem ie ia iu io ii ja ji je jom jami jach "
    # adjectives: uszkodzony, uszkodzonego, uszkodzonymi
    "iego iemu ymi imi ego emu ych ich ym im ej iej "
    "a e i o u y"
)
_SOFTENED = (
    # the locative: fakturze, wadzie, produkcie, zwrocie, karcie, kliencie, minucie
    ("rze", "r"),
    ("adzie", "ad"),
    ("odzie", "od"),
    ("kcie", "kt"),
    ("ocie", "ot"),
    ("rcie", "rt"),
    ("ncie", "nt"),
    ("ucie", "ut"),
)
_CHANGED = {
    stem: whole
    for whole, stems in {
        "pieniadz": "pieniedz pieniedzm",
        "miesiac": "miesi miesia miesiec",
        "tysiac": "tysi tysia tysiec",
        "blad": "bled",
        "dzien": "dni",
        "tydzien": "tygodn",
        "kabel": "kabl",
        "zdjec": "zdj",
        "oplat": "opl",
        "wplat": "wpl",
        "wyplat": "wypl",
    }.items()
    for stem in stems.split()
}
"""Stems of words that change inside (pieniądze, pieniędzy), and those that an ending of verbs cut too short."""

_BY_LENGTH = tuple(sorted(_ENDINGS.split(), key=len, reverse=True))
_LONGEST_ENDING = len(_BY_LENGTH[0])
_BEGINNINGS = frozenset(ending[:size] for ending in _BY_LENGTH for size in range(1, len(ending) + 1))


def folded(text: str) -> list[str]:
    """The words of a text in small letters without diacritics: ``Żółć-12`` → ``zolc``, ``12``."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    return [word[:LONGEST] for word in _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A folded word without its ending. Numbers and codes stay whole."""
    if not word.isalpha():
        return word
    cut = _cut(word)
    return _CHANGED.get(cut, cut)


def begun(word: str) -> list[str]:
    """Stems of which a folded word, not yet typed to its end, may be a form: ``paczk`` is on its way to ``paczka``."""
    if not word.isalpha():
        return []
    places = range(max(len(word) - _LONGEST_ENDING, SHORTEST + 1), len(word))
    return [_CHANGED.get(word[:place], word[:place]) for place in places if word[place:] in _BEGINNINGS]


def _cut(word: str) -> str:
    for soft, hard in _SOFTENED:
        if word.endswith(soft) and len(word) - len(soft) + len(hard) >= SHORTEST:
            return word.removesuffix(soft) + hard
    for ending in _BY_LENGTH:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    """What is stored of a text and asked of it, each once, in the order of the text."""
    return list(dict.fromkeys(stem(word) for word in folded(text)))
