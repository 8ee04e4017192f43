"""The hotline's part of the world: a call whose words are hostile."""

from datetime import datetime, timedelta
from uuid import uuid4

from zgoda.accounts.models import User
from zgoda.centre.hotline.contacts import set_contact
from zgoda.centre.hotline.models import Call, Transfer
from zgoda.centre.store.models import Order
from zgoda.domain.hotline import SELLERS_WEEK


def hotline_call(users: dict[str, User], order: Order, words: str, now: datetime) -> None:
    """A call about the order, which an exchange is trying to hand over."""
    call = Call.objects.create(
        agent=users["hotline"],
        market="pl",
        began_at=now,
        caller_name=words[:90],
        caller_phone="+48 500 600 700",
        buyer=users["buyer"],
        seller=users["seller"],
        order=order,
        offer_id="1",
        seller_only=True,
        notes=f"{words} {'W' * 3000}",
    )
    set_contact(users["seller"].pk, phone="+48 22 555 01 23", email="", week=SELLERS_WEEK, now=now)
    for number, state in enumerate(("NO_ANSWER", "RINGING")):
        Transfer.objects.create(
            id=uuid4(),
            call=call,
            number="+48 22 555 01 23",
            summary=f"{words} {'W' * 600}",
            by_hand=False,
            state=state,
            asked_at=now + timedelta(minutes=number),
        )
