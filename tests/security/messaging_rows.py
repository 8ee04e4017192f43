"""The rows of the Message Center and of returns in the table of all addresses × all visitors."""

from uuid import uuid4

from tests.files.pictures import picture
from tests.security.verdicts import Row, Told, Values, api, buyers_upload, fixed, page, people, program
from tests.security.world import HOSTILE, LATER, World, _brought
from zgoda.accounts.models import User
from zgoda.centre.messaging import acts
from zgoda.centre.messaging.acts import Words
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.centre.returns.models import CustomerReturn
from zgoda.domain.message_topics import MessageTopic

BETA = "application/vnd.allegro.beta.v1+json"
PUBLIC = "application/vnd.allegro.public.v1+json"
ZGODA = "application/vnd.zgoda.v1+json"


def messaging_rows(ids: Values, nothing: dict[str, object]) -> list[Row]:
    """P-04: both sides of a thread, whose programs see the same of it."""
    both, every = _both_sides, program(own=False)
    thread = {"at": ids, "unknown": nothing}
    message = {"at": lambda world: {"message_id": world.letter.id}, "unknown": nothing}
    file = {"at": lambda world: {"attachment_id": world.thread_file.id}, "unknown": nothing}
    public_v1, beta, ours = {"kind": PUBLIC}, {"kind": BETA}, {"kind": ZGODA}
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
        api("zgoda/v1/threads/<str:thread_id>", "GET", program(own=True), **thread),
        api(
            "zgoda/v1/messages/<str:message_id>/forward",
            "POST",
            program(own=True),
            body=fixed({"note": "x"}),
            **message,
            **ours,
        ),
        api("zgoda/v1/messages/<str:message_id>/keep", "POST", program(own=True), body=fixed({}), **message, **ours),
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
        page("centre", "sellers/<int:seller_id>/ask", any_buyer, "GET POST", query="offer=1", at=ids, unknown=nothing),
        page("centre", "purchases/<uuid:order_id>/problem", mine, "GET POST", **purchase),
        page("centre", "purchases/<uuid:order_id>/return", mine, "GET POST", **purchase),
        page("centre", "returns", any_buyer),
        page("centre", "returns/<uuid:return_id>", mine, **back),
        page("centre", "returns/<uuid:return_id>/parcel", mine, "POST", **back),
    ]


def warehouse_messages() -> list[Row]:
    """S1-07: the Warehouse in threads in which it was asked; the others are not found."""
    agents = people("warehouse")
    nothing = {"thread_id": "0" * 43, "message_id": uuid4(), "file_id": uuid4()}
    asked = {"at": _asked, "unknown": nothing}
    return [
        page("centre", "warehouse/messages", agents),
        page("centre", "warehouse/messages/<slug:thread_id>", agents, "GET POST", **asked),
        page("centre", "warehouse/messages/<slug:thread_id>/<uuid:message_id>/forward", agents, "GET POST", **asked),
        page("centre", "warehouse/messages/<slug:thread_id>/files/<uuid:file_id>", agents, **asked),
    ]


def _asked(world: World) -> dict[str, object]:
    """A question that the Warehouse answers, with a file; made when it is first looked for."""
    made = ThreadMessage.objects.filter(assigned__party="WAREHOUSE").first()
    if made is None:
        asking, seller = world.users["other_buyer"], world.users["seller"]
        User.objects.filter(pk=seller.pk).update(one_fulfillment=True)
        file = _brought(asking)
        words = Words(HOSTILE, (file.pk,), topic=MessageTopic.AVAILABILITY)
        sent = acts.ask(asking.pk, seller.pk, "1", words, now=LATER)
        User.objects.filter(pk=seller.pk).update(one_fulfillment=False)
        assert isinstance(sent, ThreadMessage), sent
        made = sent
    file_id = made.files.get().file_id
    return {"thread_id": made.thread_id, "message_id": made.id, "file_id": file_id}
