"""Two of Django's own functions that every page asks often, doing the same for less.

``gettext`` passes through nine functions for each word, and a page says fifty; the mask of a form's token is drawn
character by character, each from the machine's random numbers by four functions.
"""

import os
from functools import lru_cache

from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from django.utils.translation import trans_real

_translate = trans_real.gettext
_UNEVEN = 256 // len(CSRF_ALLOWED_CHARS) * len(CSRF_ALLOWED_CHARS)
_CHARACTERS = bytes(ord(CSRF_ALLOWED_CHARS[byte % len(CSRF_ALLOWED_CHARS)]) for byte in range(256))
_LEFT_OUT = bytes(range(_UNEVEN, 256))
"""Bytes beyond the last whole round of the alphabet: with them the first characters would come more often."""


def gettext(message: str) -> str:
    """What Django says in the active language, remembered for each language and kind of text."""
    return _said(getattr(trans_real._active, "value", None), message, type(message))  # type: ignore[attr-defined]


def csrf_string() -> str:
    """As many characters of the alphabet as a secret has, each as likely as any other."""
    drawn = b""
    while len(drawn) < CSRF_SECRET_LENGTH:
        drawn += os.urandom(2 * CSRF_SECRET_LENGTH).translate(_CHARACTERS, _LEFT_OUT)
    return drawn[:CSRF_SECRET_LENGTH].decode()


@lru_cache(maxsize=16384)
def _said(_language: object, message: str, _kind: type) -> str:
    return _translate(message)
