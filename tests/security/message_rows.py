"""Who comes in where messages and returns stand around a case: all members look, only those who write act."""

from collections.abc import Callable, Mapping

from tests.security.verdicts import Row, fixed, page, people
from tests.security.world import HOSTILE, MARK, World
from zgoda.desk.messages.models import Thread
from zgoda.desk.messages.sources import COMMON, RETURN, RETURN_FAMILY, THREAD
from zgoda.desk.store.models import DeskCase, DeskMessage
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


def a_thread_with_a_warehouse(world: World) -> DeskCase:
    """A conversation in which one message is the Warehouse's, with a note, and nobody is sure of the other."""
    now = real_now()
    turn = {"party": "WAREHOUSE", "since": "", "cause": "FORWARDED", "note": MARK + HOSTILE}
    told = {"topicWords": HOSTILE, "chosen": False, "answeredAt": None}
    case = DeskCase.objects.create(
        shop=world.shop,
        connection=world.connection,
        remote_id="thread-1",
        family=THREAD,
        type=COMMON,
        buyer_login=MARK,
        opened_at=now,
        first_seen_at=now,
        read_at=now,
        own={
            "mayWrite": True,
            "messages": [
                {"id": "m-1", "party": "WAREHOUSE", "unsure": False, "mayForward": False, "turns": [turn], **told},
                {"id": "m-2", "party": "SELLER", "unsure": True, "mayForward": True, "turns": [], **told},
            ],
            "warehouseWrote": ["m-3"],
        },
    )
    Thread.objects.create(case=case)
    for remote_id, role in (("m-1", "BUYER"), ("m-2", "BUYER"), ("m-3", "SELLER")):
        DeskMessage.objects.create(
            case=case, remote_id=remote_id, author_role=role, text=MARK + HOSTILE, created_at=now, first_seen_at=now
        )
    world.connection.capabilities = {"features": ["message-routing"]}
    world.connection.save()
    return case
