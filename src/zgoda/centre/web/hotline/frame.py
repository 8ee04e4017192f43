"""What the pages of the hotline share: who works there, and what a form says."""

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from zgoda.accounts.models import Role
from zgoda.centre.hotline.calls import NoSuchCall
from zgoda.domain.hotline import Topic
from zgoda.look.words.hotline import hotline_topics

AGENTS = (Role.HOTLINE,)
T = TypeVar("T")


def typed(request: HttpRequest, name: str, longest: int = 10_000) -> str:
    """A field as it was typed, without what no field holds."""
    return request.POST.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()[:longest]


def topic_of(request: HttpRequest) -> Topic | None:
    """One of the six; None where it is another matter."""
    chosen = request.POST.get("topic", "")
    return Topic(chosen) if chosen in Topic.__members__ else None


def topics() -> list[tuple[str, str]]:
    """The form's options (S1-24), and that it is none of them."""
    return [*hotline_topics(), ("", _("Another matter"))]


def existing(act: Callable[[], T]) -> T:
    try:
        return act()
    except NoSuchCall:
        raise Http404 from None
