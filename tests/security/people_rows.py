"""Who comes in to the members of a shop, their invitations, and the shop's log: whoever runs the shop."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from tests.security.verdicts import Row, fixed, page, people, public
from tests.security.world import NOW, World
from zgoda.desk.people import links
from zgoda.desk.people.models import Invitation
from zgoda.desk.store.models import Member
from zgoda.domain.notices import Event
from zgoda.engine.clock import real_now

Ids = Callable[[World], dict[str, object]]


def people_rows(ids: Ids, nothing: Mapping[str, object]) -> list[Row]:
    """``ids`` are the shop's own things, ``nothing`` ids of what does not exist."""
    owner, owners = people("owner"), people("owner", "other_owner")
    unknown = {**nothing, "member_id": 999_999_999, "invitation_id": 999_999_999, "token": "WzEsIngiXQ:never:given"}
    own = {"at": lambda world: {**ids(world), **_made(world)}, "unknown": unknown}
    asked = fixed({"email": "anna@example.com", "role": "AGENT"})
    team = people("owner", "agent", "read_only", "other_owner")
    buyer = fixed({"login": "anna"})
    return [
        page("desk", "administration/members", owners),
        page("desk", "administration/members/invite", owners, "POST", body=asked),
        page("desk", "administration/members/<int:member_id>", owner, "POST", body=asked, **own),
        page("desk", "administration/invitations/<int:invitation_id>", owner, "POST", **own),
        page("desk", "administration/log", owners),
        page("desk", "administration/log/<slug:kind>", owners, at=lambda world: {"kind": "csv"}),
        page("desk", "administration/data", owners),
        page("desk", "administration/data/cases", owners),
        page("desk", "administration/data/buyer", owners, "POST", body=buyer),
        page("desk", "administration/data/buyer/file", owners, "POST", body=buyer),
        page("desk", "administration/data/buyer/erase", owners, "POST", body=buyer),
        page("desk", "notices", team),
        page("desk", "notices/settings", team, "GET POST"),
        page("desk", "notices/letters/<str:token>", public, "GET POST", at=_letters_link),
        page("desk", "invitations/<str:token>", public, "GET POST", at=_made),
    ]


def _letters_link(world: World) -> dict[str, object]:
    member = Member.objects.get(shop=world.shop, user=world.users["agent"])
    return {"token": links.link_of_letters(member, Event.MENTIONED).rpartition("/")[2]}


def _made(world: World) -> dict[str, object]:
    row, _ = Invitation.objects.get_or_create(
        shop=world.shop,
        email="new@example.com",
        defaults={"nonce": "n-1", "invited_at": NOW, "expires_at": real_now() + timedelta(days=1)},
    )
    member = Member.objects.get(shop=world.shop, user=world.users["agent"])
    return {"invitation_id": row.pk, "member_id": member.pk, "token": links.link_of(row).rpartition("/")[2]}
