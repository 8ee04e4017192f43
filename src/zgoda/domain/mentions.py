"""Who is named in an internal comment: ``@login``, as people write it in a sentence."""

import re
from collections.abc import Iterable

_NAMED = re.compile(r"(?<![\w@.])@([\w.@+-]+)")
_AFTER = ".@+-"
"""What a login may hold and a sentence may put behind it."""


def named(text: str, logins: Iterable[str]) -> set[str]:
    """Those of ``logins`` that the text mentions, whatever their case. An address such as a@b.pl names nobody, and
    a longer login is not taken for a shorter one: ``@ola.nowak`` is not ``ola``."""
    written = set()
    for found in _NAMED.finditer(text):
        word = found[1].casefold()
        written.add(word)
        while word and word[-1] in _AFTER:
            word = word[:-1]
            written.add(word)
    return {login for login in logins if login.casefold() in written}
