"""Who is in the data set: buyers, sellers, a consultant, and an agent of the shop whose desk is measured."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.words import login
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth import tokens
from zgoda.centre.oauth.models import Application
from zgoda.desk.store.models import Connection, ConnectionState, Member, MemberRole, Shop
from zgoda.desk.store.secret import Secret
from zgoda.domain.writers import Mode, every
from zgoda.wire.scopes import Scope

BUYERS = 2000
SELLERS = 20
AGENT, CONSULTANT, SELLER, WAREHOUSE = "bench_agent", "bench_consultant", "bench_seller", "bench_warehouse"
FEATURES = ["case-details", "offers", "violation-reports", "refunds", "handovers", "carried-out"]


@dataclass(frozen=True)
class Cast:
    """Ids by part; ``buyers`` are (id, login), ``warehouse`` is one person there."""

    buyers: list[tuple[int, str]]
    sellers: list[int]
    connections: list[Connection]
    warehouse: int


def cast(now: datetime) -> Cast:
    """Everybody, stored."""
    names = [login(number) for number in range(BUYERS)]
    User.objects.bulk_create(User(username=name, role=Role.BUYER, password="!") for name in names)
    sellers = [SELLER, *(f"{SELLER}_{number}" for number in range(1, SELLERS))]
    User.objects.bulk_create(User(username=name, role=Role.SELLER, password="!") for name in sellers)
    User.objects.create(username=CONSULTANT, role=Role.CONSULTANT, password="!")
    warehouse = User.objects.create(username=WAREHOUSE, role=Role.WAREHOUSE, password="!")
    agent = User.objects.create(username=AGENT, password="!")
    shop = Shop.objects.create(name="Ceramika Bory")
    Member.objects.create(user=agent, shop=shop, role=MemberRole.OWNER)
    Application.objects.create(client_id="bench", name="bench", scopes=" ".join(scope.value for scope in Scope))
    buyers = dict(User.objects.filter(role=Role.BUYER).values_list("username", "pk"))
    ids = dict(User.objects.filter(role=Role.SELLER).values_list("username", "pk"))
    return Cast(
        [(buyers[name], name) for name in names],
        [ids[name] for name in sellers],
        [_connection(shop, name, now) for name in ("Ceramika-Bory", "Bory-Outlet")],
        warehouse.pk,
    )


def bearer() -> str:
    """A fresh access token of the measured seller, as a program of the seller would hold it."""
    program, seller = Application.objects.get(client_id="bench"), User.objects.get(username=SELLER)
    answer = tokens.compose(program, seller, program.scopes, refreshable=False)
    tokens.store(answer, program, seller, tokens.uuid.uuid4())
    return str(answer["access_token"])


def _connection(shop: Shop, name: str, now: datetime) -> Connection:
    return Connection.objects.create(
        shop=shop,
        name=name,
        login=name,
        user_id=name,
        api_url="http://127.0.0.1:9",
        auth_url="http://127.0.0.1:9",
        upload_url="http://127.0.0.1:9",
        client_id="desk",
        client_secret=Secret("hush"),
        access_token=Secret("access"),
        refresh_token=Secret("refresh"),
        access_expires_at=now + timedelta(hours=12),
        refresh_expires_at=now + timedelta(days=90),
        state=ConnectionState.CONNECTED,
        capabilities={"product": "zgoda", "features": FEATURES},
        import_started_at=now,
        import_finished_at=now,
        last_sync_ok_at=now,
        writers=every(Mode.ARMED),
    )
