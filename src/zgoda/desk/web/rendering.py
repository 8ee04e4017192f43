"""Rendering the desk's hot pages: the words and icons every page needs are made once per language, not per row."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.utils.html import format_html
from django.utils.translation import get_language
from jinja2 import Environment, Template
from markupsafe import Markup

from zgoda.desk.web.frame import Frame, Health, views
from zgoda.desk.work.web import views as own_views

Values = Mapping[str, object]
_ELSEWHERE = {
    "administration",
    "automation",
    "connections",
    "customers",
    "first-run",
    "macros",
    "notices",
    "quality",
    "ratings",
    "record",
    "saved",
    "sending",
    "shortcuts",
}


def page(request: HttpRequest, template: str, around: Frame, values: Values, status: int = 200) -> HttpResponse:
    """A whole page within the desk's frame."""
    panes = _panes(get_language(), _surroundings(around))
    return part(request, template, {"frame": around, **panes, **values}, status)


def part(request: HttpRequest, template: str, values: Values, status: int = 200) -> HttpResponse:
    """Markup without a frame of its own. The CSRF field is made once per answer."""
    token = get_token(request)
    context = {
        **_constants(get_language() or ""),
        "request": request,
        "csrf_token": token,
        "csrf_input": format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token),
        **values,
    }
    return HttpResponse(_template(template).render(context), status=status)


def case_row(*values: object, **more: object) -> Markup:
    """A row of the list, by the component of that name."""
    return cast(Markup, _template("components/case.html").module.case_row(*values, **more))  # type: ignore[attr-defined]


def actions(items: Iterable[Mapping[str, object]]) -> Markup:
    """The links of the ``actions`` component. Most cases allow the same, so that the same is not drawn again."""
    return _actions(get_language(), tuple(tuple(item.items()) for item in items))


@lru_cache(maxsize=512)
def _actions(_language: str | None, items: tuple[tuple[tuple[str, object], ...], ...]) -> Markup:
    drawn = _template("components/case.html").module.actions([dict(item) for item in items], "")  # type: ignore[attr-defined]
    return cast(Markup, drawn)


class _Surroundings(NamedTuple):
    """All that the pane of views and the status line show, besides the language."""

    here: str
    in_cases: bool
    overdue: str
    shop: str
    may_write: bool
    may_connect: bool
    views: tuple[tuple[str, str, bool], ...]
    own_views: tuple[own_views.Entry, ...]
    health: tuple[Health, ...]


def _surroundings(around: Frame) -> _Surroundings:
    return _Surroundings(
        here=around.here,
        in_cases=around.here not in _ELSEWHERE,
        overdue=around.overdue_words,
        shop=around.shop.name,
        may_write=around.member.may_write,
        may_connect=around.member.may_connect,
        views=views(around.here),
        own_views=own_views.entries(around.member, around.here, around.server_now),
        health=around.health,
    )


@lru_cache(maxsize=512)
def _panes(_language: str | None, around: _Surroundings) -> Mapping[str, Markup]:
    """Drawn once for all pages around which the same is shown: two pages in a row differ in little else."""
    macros = _template("desk/_around.html").module
    return {
        "pane_of_views": macros.pane_of_views(around),  # type: ignore[attr-defined]
        "status_line": macros.status_line(around),  # type: ignore[attr-defined]
    }


def digest(text: str) -> str:
    """A version of what a page shows: short, and the same in every process."""
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()


@lru_cache(maxsize=16)
def _constants(_language: str) -> Values:
    icons = _template("components/icons.html").module
    draw = icons.icon  # type: ignore[attr-defined]
    return {
        "search_icon": cast(Markup, draw("search")),
        "clip_icon": cast(Markup, draw("clip")),
        "next_icon": cast(Markup, draw("next")),
        "flag_icon": cast(Markup, draw("flag")),
        "mark_icon": cast(Markup, icons.mark()),  # type: ignore[attr-defined]
    }


def _template(name: str) -> Template:
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return environment.get_template(name)
