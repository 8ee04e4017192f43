"""Who comes in where messages and returns stand around a case: all members look, only those who write act."""

from collections.abc import Callable, Mapping

from tests.security.verdicts import Row, fixed, page, people
from tests.security.world import World

SHOP = ("owner", "agent", "read_only")
Ids = Callable[[World], dict[str, object]]


def message_rows(ids: Ids, nothing: Mapping[str, object]) -> list[Row]:
    """``ids`` are the shop's own things, ``nothing`` ids of what does not exist."""
    members, writers = people(*SHOP), people(*SHOP[:2])
    own = {"at": ids, "unknown": nothing}
    word = fixed({"what": "settle", "form_token": "f-1", "code": "ITEM_FIXED", "reason": ""})
    return [
        page("desk", "cases/<int:case_id>/around", members, **own),
        page("desk", "cases/<int:case_id>/together", writers, "POST", body=word, **own),
        page("desk", "cases/<int:case_id>/rejection", writers, "POST", body=word, **own),
    ]
