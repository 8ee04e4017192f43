"""The rows of letters in the table of all addresses × all visitors."""

from uuid import uuid4

from tests.security.verdicts import Row, fixed, page, people, public
from tests.security.world import World
from zgoda.centre.mailing import choices
from zgoda.centre.mailing.models import Letter

NOBODYS: dict[str, object] = {"letter_id": uuid4(), "token": "1-0123456789abcdef.never-given", "kind": "resolved"}


def _ids(world: World) -> dict[str, object]:
    token = choices.address_of_choices(world.users["seller"]).rsplit("/", 1)[1]
    letter = Letter.objects.order_by("created_at", "id").first()
    return {"letter_id": letter.pk if letter else uuid4(), "token": token, "kind": "resolved"}


def letters_rows() -> list[Row]:
    """The signed link opens to whoever has it, as the letter in which it came; it shows and keeps choices only."""
    own = {"at": _ids, "unknown": NOBODYS}
    admin = people("admin")
    ticked = fixed({"kind": "RESOLVED"})
    return [
        page("centre", "letters/<str:token>", public, "GET POST", body=ticked, **own),
        page("centre", "letters/<str:token>/off/<slug:kind>", public, "GET POST", **own),
        page("centre", "account/letters", people("buyer", "other_buyer", "seller", "other_seller"), "GET POST"),
        page("centre", "administration/letters", admin),
        page("centre", "administration/letters/<uuid:letter_id>", admin, **own),
        page("centre", "administration/letters/<uuid:letter_id>/again", admin, "POST", **own),
    ]
