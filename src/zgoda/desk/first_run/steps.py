"""The steps of a first run: what each needs to be done. Facts tell most of it, so that it goes on wherever it was left,
and a step that was undone is open again."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.db.models import Sum

from zgoda.accounts.models import User
from zgoda.desk.allegro import oauth
from zgoda.desk.first_run.models import FirstRun
from zgoda.desk.people.models import Invitation
from zgoda.desk.store.models import Connection, ConnectionState, Member, SyncRun
from zgoda.domain.markets import UnknownMarket, market
from zgoda.domain.writers import Mode, Writer, mode_of


class Step(StrEnum):
    """In the order in which they are shown."""

    CONNECT = "connect"
    SCOPES = "scopes"
    IMPORT = "import"
    CALENDAR = "calendar"
    TEAM = "team"
    RULES = "rules"
    ARM = "arm"


BY_HAND = frozenset({Step.CALENDAR, Step.TEAM, Step.RULES})
"""Steps that a person may simply say are done."""


@dataclass(frozen=True, slots=True)
class Course:
    """``connection``: the account being set up, None where there is none. ``missing`` are scopes not granted.
    ``requests`` is what its first import has cost so far."""

    row: FirstRun
    connection: Connection | None
    done: frozenset[Step]
    missing: tuple[str, ...]
    requests: int

    @property
    def next(self) -> Step | None:
        return next((step for step in Step if step not in self.done), None)


def of(shop_id: int) -> Course:
    row = FirstRun.objects.select_related("connection").filter(pk=shop_id).first() or FirstRun(shop_id=shop_id)
    connection = _connection(row)
    missing = _missing(connection)
    spent = SyncRun.objects.filter(connection=connection, kind="import").aggregate(all=Sum("requests"))["all"] or 0
    done = frozenset(step for step in Step if _is_done(step, row, connection, missing))
    return Course(row, connection, done, missing, spent)


def choose(shop_id: int, connection: Connection) -> None:
    """This account is the one being set up."""
    FirstRun.objects.update_or_create(shop_id=shop_id, defaults={"connection": connection})


def tick(shop_id: int, step: Step, by: User) -> None:
    """A person says that it is done."""
    _change(shop_id, lambda ticked: {**ticked, step.value: by.username})


def untick(shop_id: int, step: Step) -> None:
    _change(shop_id, lambda ticked: {name: by for name, by in ticked.items() if name != step})


def set_market(connection: Connection, code: str) -> bool:
    """The market whose rest days and zone count where the server does not say. Cases are read again with it."""
    try:
        chosen = market(code).code
    except UnknownMarket:
        return False
    Connection.objects.filter(pk=connection.pk).update(market=chosen, next_sync_at=None, next_sweep_at=None)
    return True


def _change(shop_id: int, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    with transaction.atomic():
        FirstRun.objects.get_or_create(shop_id=shop_id)
        row = FirstRun.objects.select_for_update().get(pk=shop_id)
        row.ticked = change(row.ticked)
        row.save(update_fields=["ticked"])


def _connection(row: FirstRun) -> Connection | None:
    """The chosen one, else the shop's latest that is not the sample's."""
    if row.connection is not None:
        return row.connection
    own = Connection.objects.filter(shop_id=row.shop_id, is_sample=False)
    return own.order_by("-pk").first()


def _missing(connection: Connection | None) -> tuple[str, ...]:
    granted = set(connection.scopes.split()) if connection else set()
    return tuple(scope.value for scope in oauth.SCOPES if scope.value not in granted)


def _is_done(step: Step, row: FirstRun, connection: Connection | None, missing: tuple[str, ...]) -> bool:
    if step in row.ticked:
        return True
    if step is Step.TEAM:
        return _has_company(row.shop_id)
    if connection is None:
        return False
    is_agreed = bool(connection.user_id) and connection.state != ConnectionState.NEEDS_CONSENT
    automatic = mode_of(connection.writers, Writer.AUTOMATIC)
    return {
        Step.CONNECT: is_agreed,
        Step.SCOPES: is_agreed and not missing,
        Step.IMPORT: connection.import_finished_at is not None,
        Step.CALENDAR: False,
        Step.RULES: automatic is not Mode.OFF,
        Step.ARM: connection.is_sending,
    }[step]


def _has_company(shop_id: int) -> bool:
    several = Member.objects.filter(shop_id=shop_id)[:2].count() > 1
    return several or Invitation.objects.filter(shop_id=shop_id, revoked_at=None).exists()
