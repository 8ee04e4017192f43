"""Text as the readers compare it: lower case, without diacritics, numbers, addresses and links masked."""

import re
import unicodedata

NUMBER, MAIL, LINK = "0", "@", "//"

_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe"})
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_WORD = re.compile(r"[^\W\d_]+|\d+|[@]|//")


def words_of(text: str) -> list[str]:
    """The folded words in their order; a number is ``0``, an e-mail address ``@``, a link ``//``."""
    masked = _LINK.sub(f" {LINK} ", _MAIL.sub(f" {MAIL} ", fold(text)))
    return [NUMBER if word.isdigit() else word for word in _WORD.findall(masked)]


def fold(text: str) -> str:
    """Lower case without diacritics; letters that are not made of a letter and a mark are written out."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
