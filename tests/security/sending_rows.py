"""Who comes in to what may be sent: everybody who writes may stop it, whoever runs the shop arms and lets go on."""

from collections.abc import Callable, Mapping

from tests.security.verdicts import Row, fixed, page, people
from tests.security.world import World

Ids = Callable[[World], dict[str, object]]


def sending_rows(ids: Ids, nothing: Mapping[str, object]) -> list[Row]:
    """``ids`` are the shop's own things, ``nothing`` ids of what does not exist."""
    owner, owners = people("owner"), people("owner", "other_owner")
    writers = people("owner", "agent", "other_owner")
    armed = fixed({"writer-REPLIES": "ARMED"})
    own = {"at": ids, "unknown": dict(nothing)}
    return [
        page("desk", "sending", writers),
        page("desk", "sending/stop", writers, "POST", body=fixed({"why": "x"})),
        page("desk", "sending/resume", owners, "POST"),
        page("desk", "sending/review", writers, "POST", body=fixed({"what": "send"})),
        page("desk", "connections/<int:connection_id>/writers", owner, "POST", body=armed, **own),
    ]
