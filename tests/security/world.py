"""A marketplace in which every role has somebody with a right and somebody without, and all words are hostile.

One case of *buyer* and *seller* with a consultant who joined, a file, a report and an offer; one desk shop with
a case of its own; and strangers of every kind.
"""

import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.centre import stage
from tests.centre.claims.acts import filing
from tests.centre.stage import BOUGHT, OPENED, account, done, opening, text
from tests.files.pictures import picture
from tests.security import hidden_world
from tests.security.document_world import desk_documents, sales_document
from tests.security.hotline_world import hotline_call
from zgoda.accounts.models import User
from zgoda.centre.claims import door as claims
from zgoda.centre.claims.door import file_claim
from zgoda.centre.handle import open_discussion
from zgoda.centre.messaging import acts as messaging
from zgoda.centre.messaging.acts import Words
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.centre.oauth import tokens
from zgoda.centre.oauth.models import Application
from zgoda.centre.oauth.registry import register_client
from zgoda.centre.ratings import acts as ratings
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.centre.returns import acts as returns
from zgoda.centre.returns.models import CustomerReturn
from zgoda.centre.store.models import CaseMessage, Order, OrderLine, Report
from zgoda.desk.store.models import (
    Connection,
    ConnectionState,
    DeskCase,
    DeskMessage,
    DeskOrder,
    Kind,
    Member,
    MemberRole,
    Outgoing,
    Shop,
)
from zgoda.desk.store.secret import Secret
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.claims.claim import Claim
from zgoda.domain.discussion import Discussion, ReportCategory
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.domain.ratings import Source
from zgoda.domain.returns import Item, ReturnReason
from zgoda.domain.writers import Mode, every
from zgoda.files.models import StoredFile
from zgoda.files.receive import receive_upload
from zgoda.wire.scopes import Scope

LATER = OPENED + timedelta(days=4)
NOW = LATER + timedelta(hours=3)
SELLERS_MESSAGE, OFFER = UUID(int=7), UUID(int=8)
RIGHT_TO_LEFT = "\u202e"
HOSTILE = (
    "<script>alert(1)</script><pwned onload=alert(2)>'\"`><img src=x onerror=alert(3)>"
    f"{{{{7*7}}}}{{% raw %}}${{7*7}}&lt;pwned&gt;\u0007\u001b[31m{RIGHT_TO_LEFT}gnp.exe\u2066"
)
"""Markup, a template's marks, an entity, control characters, and a change of the direction of writing."""

LONG = "W" * 4000
MARK = "zzpwnedzz"
"""Stands in every secret of the world: whoever has no right never reads it."""

ADDRESS = "https://api.fake.test"
SCOPES = " ".join(
    (Scope.DISPUTES, Scope.ORDERS_READ, Scope.ORDERS_WRITE, Scope.PROFILE_READ, Scope.RATINGS, Scope.MESSAGING)
)


@dataclass
class World:
    """``users`` sign in; ``bearers`` are access tokens by the name of who holds them. A case about ``not_yet_hidden``
    would be hidden like ``hidden``."""

    case: Discussion
    hidden: Discussion
    not_yet_hidden: OrderLine
    order: Order
    line: OrderLine
    free_line: OrderLine
    message: CaseMessage
    sellers_message: CaseMessage
    file: StoredFile
    report: Report
    shop: Shop
    connection: Connection
    desk_case: DeskCase
    desk_message: DeskMessage
    outgoing: Outgoing
    program: Application
    letter: ThreadMessage
    thread_file: StoredFile
    users: dict[str, User]
    bearers: dict[str, str] = field(default_factory=dict)


def build() -> World:
    users = _people()
    order, line, free_line = _order(users)
    brought = _brought(users["buyer"])
    case = _case(users, line, brought)
    said = CaseMessage.objects.filter(case_id=case.id)
    connection, desk_case, desk_message, outgoing = _desk(users)
    letter, thread_file = _thread(users, order)
    _claim(users, line)
    _rating(users, order)
    sales_document(users, order, f"{MARK}{HOSTILE}", LATER)
    hotline_call(users, order, f"{MARK}{HOSTILE}", NOW)
    never_arrived, _ = hidden_world.purchase(users)
    not_yet_hidden, _ = hidden_world.purchase(users)
    world = World(
        case=case,
        hidden=hidden_world.hidden_case(users, never_arrived, LATER),
        not_yet_hidden=not_yet_hidden,
        order=order,
        line=line,
        free_line=free_line,
        message=said.get(number=1),
        sellers_message=said.get(pk=SELLERS_MESSAGE),
        file=brought,
        report=Report.objects.get(case_id=case.id),
        shop=connection.shop,
        connection=connection,
        desk_case=desk_case,
        desk_message=desk_message,
        outgoing=outgoing,
        program=_application(users["seller"]),
        letter=letter,
        thread_file=thread_file,
        users=users,
    )
    world.bearers = _bearers(users)
    return world


def _people() -> dict[str, User]:
    users = {
        "buyer": account("buyer", Role.BUYER),
        "other_buyer": account("other-buyer", Role.BUYER),
        "hidden_buyer": hidden_world.buyer(),
        "seller": account("seller", Role.SELLER),
        "other_seller": account("other-seller", Role.SELLER),
        "warehouse": account("warehouse", Role.WAREHOUSE),
        "consultant": account("idle-consultant", Role.CONSULTANT),
        "joined_consultant": account("consultant", Role.CONSULTANT),
        "moderator": account("moderator", Role.MODERATOR),
        "hotline": account("hotline", Role.HOTLINE),
        "admin": account("admin", Role.ADMIN),
        "oversight": account("oversight", Role.OVERSIGHT),
    }
    for login in ("owner", "agent", "read_only", "other_owner", "no_shop"):
        users[login] = User.objects.create(username=f"desk-{login}", language="en")
    User.objects.filter(pk=users["buyer"].pk).update(
        username=f"{MARK}<pwned>buyer", first_name=f"{MARK}{HOSTILE[:80]}", last_name=HOSTILE[:80]
    )
    User.objects.filter(pk=users["seller"].pk).update(username=f"{MARK}<pwned>seller", company=f"{MARK}{HOSTILE[:120]}")
    for user in users.values():
        user.refresh_from_db()
    return users


def _order(users: dict[str, User]) -> tuple[Order, OrderLine, OrderLine]:
    order = Order.objects.create(
        market="pl",
        marketplace="allegro-pl",
        seller=users["seller"],
        buyer=users["buyer"],
        purchase_id=uuid4(),
        bought_at=BOUGHT,
        updated_at=BOUGHT,
        status="READY_FOR_PROCESSING",
        fulfillment_status="NEW",
        currency="PLN",
        total_minor=39800,
        paid_minor=39800,
        form={"note": MARK + HOSTILE},
    )
    lines = [
        OrderLine.objects.create(
            order=order,
            offer_id="1",
            offer_name=(MARK + HOSTILE)[:280],
            quantity=1,
            price_minor=19900,
            bought_at=BOUGHT,
        )
        for _ in range(2)
    ]
    return order, lines[0], lines[1]


def _case(users: dict[str, User], line: OrderLine, brought: StoredFile) -> Discussion:
    """Unanswered until the platform was asked to join, so that a consultant could; then everything was said."""
    buyer, seller = Actor(Role.BUYER, users["buyer"].pk), Actor(Role.SELLER, users["seller"].pk)
    consultant, moderator = stage.consultant(), stage.moderator()
    first = opening(
        line.pk, "NOT_AS_DESCRIBED", buyer, expectation=Expectation(Solution.REFUND), attachments=(brought.pk,)
    )
    case = open_discussion(replace(first, details=text(f"{MARK} {HOSTILE} {LONG}")), now=OPENED)
    assert isinstance(case, Discussion), case
    words = f"{MARK} {HOSTILE}"
    for minute, command in enumerate(
        (
            c.AskPlatformToJoin(by=buyer),
            c.Join(by=consultant, message_id=uuid4()),
            c.WriteMessage(by=seller, message_id=SELLERS_MESSAGE, text=text(words)),
            c.WriteMessage(by=consultant, message_id=uuid4(), text=text(words)),
            c.OfferSolution(
                by=seller,
                offer_id=OFFER,
                message_id=uuid4(),
                solution=Expectation(Solution.PARTIAL_REFUND, Money(1000, "PLN")),
                text=text(words),
            ),
            c.ReportViolation(
                by=buyer,
                report_id=uuid4(),
                message_id=SELLERS_MESSAGE,
                author=seller,
                category=ReportCategory.THREAT,
                text=text(words),
            ),
            c.AddComment(by=moderator, text=text(words)),
        )
    ):
        case = done(case, command, LATER + timedelta(minutes=minute))
    return case


def _thread(users: dict[str, User], order: Order) -> tuple[ThreadMessage, StoredFile]:
    """A conversation of the two about their order, with a file of the buyer's."""
    buyer, seller = users["buyer"], users["seller"]
    brought = _brought(buyer)
    words = Words(f"{MARK} {HOSTILE}", (brought.pk,))
    said = messaging.begin(buyer.pk, seller.username, order.pk, words, now=LATER)
    assert isinstance(said, ThreadMessage), said
    messaging.write(said.thread_id, seller.pk, Words(f"{MARK} {HOSTILE}"), now=LATER)
    item = Item(order.lines.all()[0].pk, 1, ReturnReason.OTHER_FLAW, f"{MARK} {HOSTILE}")
    assert isinstance(
        returns.announce(buyer.pk, order.pk, [item], ("OTHER", f"{MARK}<pwned>"), now=LATER), CustomerReturn
    )
    return said, brought


def _claim(users: dict[str, User], line: OrderLine) -> None:
    """A claim about the order, in hostile words on both sides and with a file of the buyer's."""
    buyer, seller = Actor(Role.BUYER, users["buyer"].pk), Actor(Role.SELLER, users["seller"].pk)
    words = text(f"{MARK} {HOSTILE} {LONG}")
    brought = (_brought(users["buyer"]).pk,)
    filed = file_claim(filing(line.pk, buyer, description=words, attachments=brought), now=OPENED)
    assert isinstance(filed, Claim), filed
    said = c.WriteMessage(by=seller, message_id=uuid4(), text=text(f"{MARK} {HOSTILE}"))
    assert isinstance(claims.handle(filed.id, said, now=LATER), Claim)


def _rating(users: dict[str, User], order: Order) -> None:
    """Of the order, in hostile words on both sides; the platform asked to remove it."""
    buyer, seller = users["buyer"].pk, users["seller"].pk
    rated = ratings.rate(buyer, order.pk, False, f"{MARK} {HOSTILE}", now=LATER)
    assert isinstance(rated, OrderRating), rated
    assert isinstance(ratings.answer(rated.pk, seller, f"{MARK} {HOSTILE}"[:500], now=LATER), OrderRating)
    RemovalRequest.objects.create(rating=rated, source=Source.ADMIN, asked_at=LATER)


def _brought(user: User) -> StoredFile:
    name = f"{MARK}{HOSTILE[:60]}".replace("/", "") + ".png"
    brought = receive_upload(user.pk, SimpleUploadedFile(name, picture("PNG")), now=OPENED)
    assert isinstance(brought, StoredFile), brought
    return brought


def _desk(users: dict[str, User]) -> tuple[Connection, DeskCase, DeskMessage, Outgoing]:
    shop, other = Shop.objects.create(name=f"{MARK}<pwned>{HOSTILE}"[:120]), Shop.objects.create(name="Other shop")
    for login, at, role in (
        ("owner", shop, MemberRole.OWNER),
        ("agent", shop, MemberRole.AGENT),
        ("read_only", shop, MemberRole.READONLY),
        ("other_owner", other, MemberRole.OWNER),
    ):
        Member.objects.create(user=users[login], shop=at, role=role)
    connection = Connection.objects.create(
        shop=shop,
        name=f"{MARK}<pwned>",
        api_url=ADDRESS,
        auth_url=ADDRESS,
        upload_url=ADDRESS,
        client_id=f"{MARK}-client",
        client_secret=Secret(f"{MARK}-secret"),
        access_token=Secret(f"{MARK}-access"),
        refresh_token=Secret(f"{MARK}-refresh"),
        access_expires_at=NOW + timedelta(days=9000),
        state=ConnectionState.CONNECTED,
        login=f"{MARK}<pwned>",
        user_id="501",
        last_error=MARK + HOSTILE,
        import_finished_at=NOW,
        last_sync_ok_at=NOW,
        writers=every(Mode.ARMED),
    )
    case = DeskCase.objects.create(
        shop=shop,
        connection=connection,
        remote_id=str(uuid4()),
        type="DISPUTE",
        status="DISPUTE_ONGOING<pwned>",
        subject=(MARK + HOSTILE)[:400],
        reason="<pwned>",
        buyer_login=f"{MARK}<pwned>",
        buyer_key=f"{MARK}<pwned>",
        order_id=str(uuid4()),
        opened_at=OPENED,
        snippet=(MARK + HOSTILE)[:160],
        first_seen_at=NOW,
        read_at=NOW,
    )
    DeskOrder.objects.create(
        connection=connection,
        remote_id=case.order_id,
        form={
            "id": case.order_id,
            "messageToSeller": MARK + HOSTILE,
            "buyer": {"login": HOSTILE, "firstName": HOSTILE, "lastName": HOSTILE},
            "delivery": {"method": {"name": HOSTILE}, "address": {"street": HOSTILE, "city": HOSTILE}},
            "lineItems": [
                {
                    "id": str(uuid4()),
                    "offer": {"id": "1", "name": MARK + HOSTILE},
                    "quantity": 1,
                    "price": {"amount": "10.00", "currency": "PLN"},
                }
            ],
        },
        read_at=NOW,
    )
    message = DeskMessage.objects.create(
        case=case,
        remote_id="m-1",
        author_role="BUYER",
        author_login=HOSTILE[:100],
        text=f"{MARK} {HOSTILE} {LONG}",
        attachments=[
            {"fileName": f"{MARK}{HOSTILE}.png", "url": f"{ADDRESS}/sale/issues/attachments/{uuid4()}"},
            {"fileName": "a.png", "url": "javascript:alert(1)"},
        ],
        created_at=OPENED,
        first_seen_at=NOW,
    )
    outgoing = Outgoing.objects.create(
        case=case,
        number=1,
        kind=Kind.REGULAR,
        text=f"{MARK} {HOSTILE}",
        by=users["agent"],
        form_token="t-1",
        created_at=NOW,
        state="FAILED",
        last_error=MARK + HOSTILE,
        send_not_before=NOW,
    )
    desk_documents(case, f"{MARK}{HOSTILE}", NOW)
    return connection, case, message, outgoing


def _bearers(users: dict[str, User]) -> dict[str, str]:
    application = _application()
    every = {
        "token": token(application, users["seller"]),
        "other_token": token(application, users["other_seller"]),
        "buyers_token": token(application, users["buyer"]),
        "narrow_token": token(application, users["seller"], Scope.BILLING_READ),
        "program_token": token(application, None),
        "revoked_token": token(_application(), users["seller"]),
    }
    gone = Application.objects.order_by("-pk").first()
    tokens.disconnect(users["seller"], gone)
    return {**every, "forged_token": every["token"][:-6] + "AAAAAA"}


def token(application: Application, user: User | None, scope: str = SCOPES) -> str:
    answer = tokens.compose(application, user, scope, refreshable=False)
    tokens.store(answer, application, user, uuid.uuid4())
    return str(answer["access_token"])


def _application(owner: User | None = None) -> Application:
    client_id, _ = register_client(f"{MARK}<pwned>", ["https://program.example/back"], owner=owner)
    return Application.objects.get(client_id=client_id)
