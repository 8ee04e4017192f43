"""What several parts of one page ask about its case is found once and forgotten with the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from zgoda.desk.cases.case_page import CasePage

Found = TypeVar("Found")


def once_a_page(find: Callable[..., Found]) -> Callable[..., Found]:
    """For a function of a page and hashable values. A page is read for one request, so for one language and instant."""
    answers: WeakKeyDictionary[CasePage, dict[tuple[Any, ...], Found]] = WeakKeyDictionary()

    @wraps(find)
    def found(page: CasePage, *more: Any) -> Found:
        known = answers.setdefault(page, {})
        if more not in known:
            known[more] = find(page, *more)
        return known[more]

    return found
