"""The rows of the Message Center and of returns in the table of all addresses × all visitors."""

from uuid import uuid4

from tests.files.pictures import picture
from tests.security.verdicts import Row, Told, Values, api, buyers_upload, fixed, page, people, program
from zgoda.centre.returns.models import CustomerReturn

BETA = "application/vnd.allegro.beta.v1+json"
PUBLIC = "application/vnd.allegro.public.v1+json"


def messaging_rows(ids: Values, nothing: dict[str, object]) -> list[Row]:
    """P-04: both sides of a thread, whose programs see the same of it."""
    both, every = _both_sides, program(own=False)
    thread = {"at": ids, "unknown": nothing}
    message = {"at": lambda world: {"message_id": world.letter.id}, "unknown": nothing}
    file = {"at": lambda world: {"attachment_id": world.thread_file.id}, "unknown": nothing}
    public_v1, beta = {"kind": PUBLIC}, {"kind": BETA}
    back = {"at": lambda world: {"return_id": CustomerReturn.objects.get().pk}, "unknown": {"return_id": uuid4()}}
    refusal = fixed({"rejection": {"code": "ITEM_FIXED"}})
    new = lambda world: {"recipient": {"login": "x"}, "text": "x", "order": {"id": str(world.order.id)}}  # noqa: E731
    return [
        api("order/customer-returns", "GET", every),
        api("order/customer-returns/<str:return_id>", "GET", program(own=True), **back),
        api(
            "order/customer-returns/<str:return_id>/rejection", "POST", program(own=True), body=refusal, **back, **beta
        ),
        api("messaging/threads", "GET", every),
        api("messaging/threads/<str:thread_id>", "GET", both, **thread),
        api("messaging/threads/<str:thread_id>/read", "PUT", both, body=fixed({"read": True}), **thread, **public_v1),
        api(
            "messaging/threads/<str:thread_id>/messages",
            "GET POST",
            both,
            body=fixed({"text": "x"}),
            **thread,
            **public_v1,
        ),
        api("messaging/messages", "POST", every, body=new, **public_v1),
        api("messaging/messages/<str:message_id>", "GET", both, **message),
        api("messaging/message-attachments", "POST", every, body=fixed({"filename": "a.png", "size": 3}), **public_v1),
        Row(
            "centre",
            "messaging/message-attachments/<str:attachment_id>",
            {"GET": both, "PUT": buyers_upload},
            body=lambda world: picture("PNG"),
            kind="image/png",
            **file,  # type: ignore[arg-type]
        ),
    ]


def _both_sides(who: str) -> Told:
    return Told.IN if who == "buyers_token" else program(own=True)(who)


def letters_and_parcels(ids: Values, nothing: dict[str, object]) -> list[Row]:
    """The buyer's pages of them."""
    mine, any_buyer = people("buyer"), people("buyer", "other_buyer")
    thread = {"at": ids, "unknown": nothing}
    purchase = {"at": lambda world: {"order_id": world.order.pk}, "unknown": {"order_id": uuid4()}}
    back = {"at": lambda world: {"return_id": CustomerReturn.objects.get().pk}, "unknown": {"return_id": uuid4()}}
    file = {
        "at": lambda world: {**ids(world), "file_id": world.thread_file.pk},
        "unknown": {**nothing, "file_id": uuid4()},
    }
    return [
        page("centre", "messages", any_buyer),
        page("centre", "messages/<slug:thread_id>", mine, "GET POST", **thread),
        page("centre", "messages/<slug:thread_id>/close", people(), "GET POST", **thread),
        page("centre", "messages/<slug:thread_id>/files/<uuid:file_id>", mine, **file),
        page("centre", "purchases/<uuid:order_id>/message", mine, "GET POST", **purchase),
        page("centre", "purchases/<uuid:order_id>/problem", mine, "GET POST", **purchase),
        page("centre", "purchases/<uuid:order_id>/return", mine, "GET POST", **purchase),
        page("centre", "returns", any_buyer),
        page("centre", "returns/<uuid:return_id>", mine, **back),
        page("centre", "returns/<uuid:return_id>/parcel", mine, "POST", **back),
    ]
