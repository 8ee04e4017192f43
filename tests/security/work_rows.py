"""Who comes in where a shop's people arrange their work: all members look, only those who write change anything."""

from collections.abc import Callable, Mapping

from tests.security.verdicts import Row, fixed, page, people
from tests.security.world import World
from zgoda.desk.work.models import Macro, SavedView, Team

SHOP = ("owner", "agent", "read_only")
Ids = Callable[[World], dict[str, object]]


def work_rows(ids: Ids, nothing: Mapping[str, object]) -> list[Row]:
    """``ids`` are the shop's own things, ``nothing`` ids of what does not exist."""
    members, writers, connectors = people(*SHOP), people(*SHOP[:2]), people("owner")
    own = {
        "at": lambda world: {**ids(world), **_made(world)},
        "unknown": {**nothing, "team_id": 999_999_999, "macro_id": 999_999_999, "view_id": 999_999_999},
    }
    draft = fixed({"kind": "reply", "text": "x"})
    return [
        page("desk", "cases/<int:case_id>/work", members, **own),
        page("desk", "cases/<int:case_id>/here", members, "POST", body=fixed({"typing": "1"}), **own),
        page("desk", "cases/<int:case_id>/assign", writers, "POST", body=fixed({"who": "me"}), **own),
        page("desk", "cases/<int:case_id>/snooze", writers, "POST", body=fixed({"until": "now"}), **own),
        page("desk", "cases/<int:case_id>/arranged", members, **own),
        page("desk", "cases/<int:case_id>/draft", writers, "GET POST", body=draft, query="kind=reply", **own),
        page("desk", "cases/<int:case_id>/macros", writers, **own),
        page("desk", "macros", people(*SHOP[:2], "other_owner"), "GET POST"),
        page("desk", "macros/<int:macro_id>", connectors, "POST", **own),
        page("desk", "cases/<int:case_id>/tags", writers, "POST", body=fixed({"tags": "a"}), **own),
        page("desk", "views", people(*SHOP, "other_owner"), "GET POST"),
        page("desk", "views/<int:view_id>", connectors, "POST", **own),
        page("desk", "cases/<int:case_id>/buyer", members, **own),
        page("desk", "shortcuts", people(*SHOP, "other_owner")),
        page("desk", "bulk", people(*SHOP[:2], "other_owner"), "GET POST"),
        page("desk", "teams", people("owner", "other_owner"), "GET POST"),
        page("desk", "teams/<int:team_id>", connectors, "POST", **own),
    ]


def _made(world: World) -> dict[str, object]:
    team, _ = Team.objects.get_or_create(shop=world.shop, name="Parcels")
    macro, _ = Macro.objects.get_or_create(shop=world.shop, name="Thanks", text="Thank you, {login}.")
    view, _ = SavedView.objects.get_or_create(shop=world.shop, name="Claims", query="type=CLAIM")
    return {"team_id": team.pk, "macro_id": macro.pk, "view_id": view.pk}
