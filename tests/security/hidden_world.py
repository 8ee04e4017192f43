"""The world's hidden case: a purchase of two sellers that did not arrive, answered by the Warehouse (S1-56).

Its buyer has nothing else with these sellers, so that whatever they read of the buyer they read from the order or from
the case. A second purchase is bought alike and waits: tests open its case to see what changes for the sellers.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.centre import stage
from tests.centre.stage import BOUGHT, OPENED, done, opening, text
from tests.files.pictures import picture
from zgoda.accounts.models import User
from zgoda.centre.handle import open_discussion
from zgoda.centre.store.models import CaseMessage, MessageAttachment, Order, OrderLine, Report
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import Discussion, ReportCategory
from zgoda.files.models import StoredFile
from zgoda.files.receive import receive_upload

SECRET = "zzhiddenzz"
"""Stands in everything that was said in it."""

BUYER = 777_000_777
LOGIN, FIRST, LAST = "zzonlyinitzz", "Zzgivenzz", "Zzfamilyzz"
"""What is known of its buyer; nothing else of the world holds any of it."""

ITS_SELLERS = frozenset({"seller", "other_seller", "token", "other_token", "narrow_token", "program_token"})
"""Who sold the two parts, in a browser and as programs."""

OF_ORDERS = (
    "order/checkout-forms",
    "order/checkout-forms/<str:form_id>",
    "order/checkout-forms/<str:form_id>/shipments",
    "order/events",
)
"""Where a seller reads orders, and with them, by right, who bought."""


def buyer() -> User:
    return User.objects.create(
        pk=BUYER,
        username=LOGIN,
        first_name=FIRST,
        last_name=LAST,
        email=f"{LOGIN}@example.com",
        role=Role.BUYER,
        language="en",
    )


def purchase(users: dict[str, User]) -> tuple[OrderLine, OrderLine]:
    """One order of each seller, sent by the Warehouse and paid together."""
    purchase_id = uuid4()
    return _part(users, "seller", purchase_id), _part(users, "other_seller", purchase_id)


def hidden_case(users: dict[str, User], line: OrderLine, now: datetime) -> Discussion:
    """Opened with a file; both sides wrote, a comment was made and a message was reported."""
    by = Actor(Role.BUYER, users["hidden_buyer"].pk)
    brought = receive_upload(by.id or 0, SimpleUploadedFile(f"{SECRET}.png", picture("PNG")), now=OPENED)
    assert isinstance(brought, StoredFile), brought
    first = replace(opening(line.pk, "NO_PRODUCT_RECEIVED", by), details=text(SECRET), attachments=(brought.pk,))
    case = open_discussion(first, now=OPENED)
    assert isinstance(case, Discussion), case
    assert case.hidden
    answer = uuid4()
    for minute, command in enumerate(
        (
            c.WriteMessage(by=by, message_id=uuid4(), text=text(SECRET)),
            c.WriteMessage(by=stage.warehouse(), message_id=answer, text=text(SECRET)),
            c.AddComment(by=stage.warehouse(), text=text(SECRET)),
            c.ReportViolation(
                by=by,
                report_id=uuid4(),
                message_id=answer,
                author=stage.warehouse(),
                category=ReportCategory.THREAT,
                text=text(SECRET),
            ),
        )
    ):
        case = done(case, command, now + timedelta(minutes=minute))
    return case


def ids_of(case: Discussion) -> dict[str, UUID]:
    """Every id that somebody could put into an address, by the names that addresses use."""
    message = CaseMessage.objects.filter(case_id=case.id).earliest("number")
    file_id = MessageAttachment.objects.get(message=message).file_id
    return {
        "case_id": case.id,
        "issue_id": case.id,
        "message_id": message.pk,
        "file_id": file_id,
        "attachment_id": file_id,
        "report_id": Report.objects.get(case_id=case.id).pk,
    }


def told_of(case: Discussion, said: str, *, of_orders: bool = False) -> list[str]:
    """What of the case stands in ``said``: ids, words, and its buyer, unless it is where ``of_orders`` are read."""
    messages = CaseMessage.objects.filter(case_id=case.id).values_list("pk", flat=True)
    marks = [SECRET, *map(str, [*ids_of(case).values(), *messages])]
    who = [] if of_orders else [str(BUYER), LOGIN, FIRST, LAST]
    return [mark for mark in dict.fromkeys([*marks, *who]) if mark in said]


def _part(users: dict[str, User], seller: str, purchase_id: UUID) -> OrderLine:
    order = Order.objects.create(
        market="pl",
        marketplace="allegro-pl",
        seller=users[seller],
        buyer=users["hidden_buyer"],
        purchase_id=purchase_id,
        bought_at=BOUGHT,
        updated_at=BOUGHT,
        status="READY_FOR_PROCESSING",
        fulfillment_status="NEW",
        provider="ALLEGRO",
        currency="PLN",
        total_minor=1000,
        paid_minor=1000,
        form={},
    )
    return OrderLine.objects.create(
        order=order, offer_id="1", offer_name="Vase", quantity=1, price_minor=1000, bought_at=BOUGHT
    )
