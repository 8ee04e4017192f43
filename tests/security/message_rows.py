"""Who comes in where messages and returns stand around a case: all members look, only those who write act."""

from collections.abc import Callable, Mapping

from tests.security.verdicts import Row, fixed, page, people
from tests.security.world import World
from zgoda.desk.messages.sources import RETURN, RETURN_FAMILY
from zgoda.desk.store.models import DeskCase
from zgoda.engine.clock import real_now

SHOP = ("owner", "agent", "read_only")
Ids = Callable[[World], dict[str, object]]


def message_rows(ids: Ids, nothing: Mapping[str, object]) -> list[Row]:
    """``ids`` are the shop's own things, ``nothing`` ids of what does not exist."""
    members, writers = people(*SHOP), people(*SHOP[:2])
    own = {"at": ids, "unknown": nothing}
    back = lambda world: {**ids(world), "case_id": _return(world)}  # noqa: E731
    word = fixed({"what": "settle", "form_token": "f-1", "code": "ITEM_FIXED", "reason": ""})
    return [
        page("desk", "cases/<int:case_id>/around", members, **own),
        page("desk", "cases/<int:case_id>/together", writers, "POST", body=word, **own),
        page("desk", "cases/<int:case_id>/rejection", writers, "POST", body=word, at=back, unknown=nothing),
    ]


def _return(world: World) -> int:
    """A return of the shop: nothing else is rejected."""
    made, _ = DeskCase.objects.get_or_create(
        connection=world.connection,
        remote_id="return-1",
        defaults={
            "shop": world.shop,
            "family": RETURN_FAMILY,
            "type": RETURN,
            "status": "DELIVERED",
            "opened_at": real_now(),
            "first_seen_at": real_now(),
            "read_at": real_now(),
        },
    )
    return made.pk
