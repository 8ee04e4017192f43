"""Every address of both halves, read from the URL tables themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from django.urls import URLPattern, URLResolver

HALVES = ("centre", "desk")


@dataclass(frozen=True)
class Route:
    """``pattern`` is the route as the URL table writes it; ``exempt``: its POST needs no CSRF token."""

    half: str
    pattern: str
    exempt: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.half, self.pattern

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", self.pattern))

    def path(self, values: dict[str, object]) -> str:
        """The address with the parameters filled in."""
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), self.pattern)


def all_routes() -> list[Route]:
    return [route for half in HALVES for route in _walk(half, import_module(f"zgoda.{half}.urls").urlpatterns)]


def _walk(half: str, patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[Route]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(half, pattern.url_patterns, here)
        else:
            yield Route(half, here, bool(getattr(pattern.callback, "csrf_exempt", False)))
