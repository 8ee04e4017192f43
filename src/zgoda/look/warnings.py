"""What the sandbox's banner warns of, besides being a sandbox. A half registers where the words come from."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from zgoda.look.places import half

_sources: dict[str, list[Callable[[], str]]] = {}


def register(of_half: str, source: Callable[[], str]) -> None:
    """``source`` gives a sentence without capital and full stop, or nothing; it is asked for each page of a sandbox."""
    known = _sources.setdefault(of_half, [])
    if source not in known:
        known.append(source)


def warnings_of(request: HttpRequest) -> list[str]:
    """The sentences to show now on a page of this half."""
    if not settings.SANDBOX:
        return []
    return [words for source in _sources.get(half(request), ()) if (words := source())]
