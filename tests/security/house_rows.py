"""Who comes in to the shop's working hours, targets and warnings: whoever runs the shop."""

from collections.abc import Callable, Mapping

from tests.security.verdicts import Row, page, people
from tests.security.world import NOW, World
from zgoda.desk.house.models import Change
from zgoda.desk.work.models import Team

Ids = Callable[[World], dict[str, object]]


def house_rows(ids: Ids, nothing: Mapping[str, object]) -> list[Row]:
    """``ids`` are the shop's own things, ``nothing`` ids of what does not exist."""
    owner, owners = people("owner"), people("owner", "other_owner")
    own = {
        "at": lambda world: {**ids(world), **_made(world)},
        "unknown": {**nothing, "team_id": 999_999_999, "change_id": 999_999_999},
    }
    here = "administration/house"
    return [
        page("desk", here, owners),
        page("desk", f"{here}/shop", owners, "GET POST"),
        page("desk", f"{here}/teams/<int:team_id>", owner, "GET POST", **own),
        page("desk", f"{here}/warnings", owners, "GET POST"),
        page("desk", f"{here}/check", owners, "POST"),
        page("desk", f"{here}/changes/<int:change_id>", owner, "GET POST", **own),
        page("desk", f"{here}/changes/<int:change_id>/progress", owner, **own),
    ]


def _made(world: World) -> dict[str, object]:
    team, _ = Team.objects.get_or_create(shop=world.shop, name="Parcels")
    change = Change.objects.filter(shop=world.shop).first()
    change = change or Change.objects.create(shop=world.shop, at=NOW, calendar="test", state="DONE")
    return {"team_id": team.pk, "change_id": change.pk}
