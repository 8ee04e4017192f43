"""What several parts of one page ask about its case is found once and forgotten with the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from zgoda.desk.cases.case_page import CasePage

Found = TypeVar("Found")


def once_a_page(find: Callable[..., Found]) -> Callable[..., Found]:
    """For a function of a page and hashable values. A page is read for one request, so for one language and instant."""

    @wraps(find)
    def found(page: CasePage, *more: Any) -> Found:
        known = page.found
        asked = (find, *more)
        if asked not in known:
            known[asked] = find(page, *more)
        return cast(Found, known[asked])

    return found
