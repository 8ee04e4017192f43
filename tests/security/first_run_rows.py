"""Who comes in to the first run and to the removal of what was read: whoever runs the shop."""

from collections.abc import Callable, Mapping

from tests.security.verdicts import Row, fixed, page, people
from tests.security.world import World

Ids = Callable[[World], dict[str, object]]


def first_run_rows(ids: Ids, nothing: Mapping[str, object]) -> list[Row]:
    """``ids`` are the shop's own things, ``nothing`` ids of what does not exist."""
    owner, owners = people("owner"), people("owner", "other_owner")
    own = {"at": ids, "unknown": dict(nothing)}
    return [
        page("desk", "first-run", owners),
        page("desk", "first-run/moving", owners),
        page("desk", "first-run/sample", owners, "POST"),
        page(
            "desk",
            "first-run/<slug:step>",
            owners,
            "POST",
            body=fixed({"what": "tick"}),
            at=lambda world: {"step": "team"},
            unknown={"step": "nowhere"},
        ),
        page("desk", "first-run/removal/<int:connection_id>", owner, "GET POST", **own),
    ]
