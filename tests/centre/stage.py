"""A buyer, a seller, an order, and a Discussion about it, for tests that go through `handle`."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from zgoda.accounts.models import User
from zgoda.centre.handle import handle, open_discussion
from zgoda.centre.store.models import Order, OrderLine
from zgoda.centre.store.purchases import purchase_for
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor, Role
from zgoda.domain.discussion import Discussion

BOUGHT = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPENED = datetime(2026, 3, 3, 9, tzinfo=UTC)  # a Tuesday
DAY = timedelta(days=1)
MS = timedelta(milliseconds=1)


def account(login: str, role: Role) -> User:
    user, _ = User.objects.get_or_create(
        username=login, defaults={"role": role.value, "email": f"{login}@example.com", "language": "en"}
    )
    return user


def actor(login: str, role: Role) -> Actor:
    return Actor(role, account(login, role).pk)


def buyer() -> Actor:
    return actor("buyer", Role.BUYER)


def seller() -> Actor:
    return actor("seller", Role.SELLER)


def consultant() -> Actor:
    return actor("consultant", Role.CONSULTANT)


def moderator() -> Actor:
    return actor("moderator", Role.MODERATOR)


def warehouse() -> Actor:
    return actor("warehouse", Role.WAREHOUSE)


def line(
    product: str = "Kettle", *, fulfilled: bool = False, purchase_id: UUID | None = None, seller: str = "seller"
) -> UUID:
    """A bought line of an order of its own; ``fulfilled``: the Warehouse sends it. Orders of one purchase are combined."""
    order = Order.objects.create(
        market="pl",
        marketplace="allegro-pl",
        seller=account(seller, Role.SELLER),
        buyer=account("buyer", Role.BUYER),
        purchase_id=purchase_id or uuid4(),
        bought_at=BOUGHT,
        updated_at=BOUGHT,
        status="READY_FOR_PROCESSING",
        fulfillment_status="NEW",
        provider="ALLEGRO" if fulfilled else "SELLER",
        currency="PLN",
        total_minor=19900,
        paid_minor=19900,
        form={},
    )
    bought = OrderLine.objects.create(
        order=order, offer_id="1", offer_name=product, quantity=1, price_minor=19900, bought_at=BOUGHT
    )
    return bought.pk


def combined(sellers: tuple[str, ...] = ("seller", "other-seller")) -> list[UUID]:
    """One purchase with a fulfilled order of each seller: their lines, in that order."""
    purchase_id = uuid4()
    return [line(f"Part of {one}", fulfilled=True, purchase_id=purchase_id, seller=one) for one in sellers]


def text(words: str) -> c.Text:
    return c.Text(uuid4(), words, uuid4().hex)


def opening(line_id: UUID | None = None, reason: str = "OTHER", by: Actor | None = None, **more) -> c.OpenDiscussion:
    return c.OpenDiscussion(
        discussion_id=uuid4(),
        by=by or buyer(),
        purchase=purchase_for(line_id or line()),
        reason_code=reason,
        message_id=uuid4(),
        details=text("It does not work."),
        **more,
    )


def opened(now: datetime = OPENED, **more) -> Discussion:
    case = open_discussion(opening(**more), now=now)
    assert isinstance(case, Discussion), case
    return case


def written(by: Actor, words: str = "Hello") -> c.WriteMessage:
    return c.WriteMessage(by=by, message_id=uuid4(), text=text(words))


def done(case: Discussion, command: c.Command, now: datetime) -> Discussion:
    outcome = handle(case.id, command, now=now)
    assert isinstance(outcome, Discussion), outcome
    return outcome
