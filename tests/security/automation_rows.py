"""Who comes in to a shop's rules: every member reads them, owners and administrators write them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.security.verdicts import Row, fixed, page, people
from tests.security.world import NOW, World
from zgoda.desk.automation.models import RuleRow, State
from zgoda.domain.automation.rule import If, Rule, Then, When
from zgoda.domain.automation.written import to_plain

Ids = Callable[[World], dict[str, object]]


def automation_rows(ids: Ids, nothing: Mapping[str, object]) -> list[Row]:
    """``ids`` are the shop's own things, ``nothing`` ids of what does not exist."""
    shop, everybody = people("owner", "agent", "read_only"), people("owner", "agent", "read_only", "other_owner")
    owner, owners = people("owner"), people("owner", "other_owner")
    own = {"at": lambda world: {**ids(world), **_made(world)}, "unknown": {**nothing, "rule_id": 999_999_999}}
    rule = "automation/<int:rule_id>"
    written = fixed({"name": "Night", "trigger": "ARRIVED", "tags": "night"})
    return [
        page("desk", "automation", everybody),
        page("desk", "automation/new", owners, "GET POST", body=written),
        page("desk", "automation/begin", owners, "POST"),
        page("desk", "automation/log", everybody),
        replace(page("desk", rule, shop, body=written, **own), serves={"GET": shop, "POST": owner}),
        page("desk", f"{rule}/state", owner, "POST", body=fixed({"state": "ARMED", "version": "1"}), **own),
        page("desk", f"{rule}/place", owner, "POST", body=fixed({"to": "up"}), **own),
        page("desk", f"{rule}/remove", owner, "POST", **own),
        page("desk", f"{rule}/dry-run", people("owner", "agent"), **own),
    ]


def _made(world: World) -> dict[str, object]:
    row, _ = RuleRow.objects.get_or_create(
        shop=world.shop,
        name="Parcels",
        removed_at=None,
        defaults={
            "position": 1,
            "since": NOW,
            "state": State.OFF,
            "definition": to_plain(Rule(0, When(), If(), Then(tags=("parcel",)))),
        },
    )
    return {"rule_id": row.pk}
