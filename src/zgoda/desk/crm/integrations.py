"""Setting "Allegro Discussions" up for one account: draft, consent, settings, start, stop."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from zgoda.desk.cases.clocks import market_of
from zgoda.desk.crm import tickets
from zgoda.desk.crm.models import Category, CustomField, Integration, Queue
from zgoda.desk.store.models import Connection, ConnectionState, Shop
from zgoda.domain.customers import FieldType, may_hold_login
from zgoda.domain.deadlines import import_since
from zgoda.domain.plain_text import plain
from zgoda.domain.tickets import TicketStatus, may_mean_unresolved
from zgoda.domain.writers import Mode, Writer, every, mode_of
from zgoda.engine.clock import real_now

TEXT_MAX = 5_000


class Why(StrEnum):
    """Why settings are not taken, or why the integration is not started; the page chooses the words."""

    NO_NAME = "NO_NAME"
    NO_FIELD = "NO_FIELD"
    FIELD_NOT_TEXT = "FIELD_NOT_TEXT"
    NO_QUEUE = "NO_QUEUE"
    NO_CATEGORY = "NO_CATEGORY"
    NO_STATUS = "NO_STATUS"
    UNRESOLVED_ENDS = "UNRESOLVED_ENDS"
    NO_CLOSURE = "NO_CLOSURE"
    NO_ANSWER = "NO_ANSWER"
    TOO_LONG = "TOO_LONG"
    NOT_AUTHORISED = "NOT_AUTHORISED"
    NOT_SAVED = "NOT_SAVED"


@dataclass(frozen=True, slots=True)
class Settings:
    """S3-16…S3-22 as they were filled in."""

    name: str
    field_id: int | None
    queue: str
    category: str
    resolved_to: str
    unresolved_to: str
    closure_message: str
    footer: str = ""
    answers_automatically: bool = False
    automatic_answer: str = ""
    arms: frozenset[Writer] = frozenset()


Objection = tuple[str, Why]
"""The form's field, and what is wrong with it."""


def begin(connection: Connection) -> Integration:
    """A draft for this account; the one there is where it was begun before."""
    row, _ = Integration.objects.get_or_create(
        connection=connection,
        defaults={
            "shop_id": connection.shop_id,
            "name": connection.login or connection.name,
            "arms": armed(connection),
            "created_at": real_now(),
        },
    )
    return row


def is_authorised(connection: Connection) -> bool:
    """S3-13: the account's owner has approved access, and it still holds."""
    return connection.state != ConnectionState.NEEDS_CONSENT


def save(integration: Integration, settings: Settings) -> list[Objection]:
    """S3-23 "Save": all of the settings, or none and what is wrong with them. While it runs they count at once."""
    wrong = _wrong(integration, settings)
    if wrong:
        return wrong
    with transaction.atomic():
        _fill(integration, settings)
        if integration.running:
            _arm(integration)
            tickets.map_anew(integration)
    return []


def start(integration: Integration) -> Why | None:
    """S3-23 "Save and start", S3-24: reading begins, ended cases of the last 30 days included; only the writers that
    the administrator ticked are armed. What was read before gets its tickets now."""
    connection = Connection.objects.get(pk=integration.connection_id)
    if integration.saved_at is None:
        return Why.NOT_SAVED
    if not is_authorised(connection):
        return Why.NOT_AUTHORISED
    now = real_now()
    with transaction.atomic():
        integration.running, integration.started_at = True, now
        integration.save(update_fields=["running", "started_at"])
        Connection.objects.filter(pk=connection.pk).update(state=ConnectionState.CONNECTED, next_sync_at=None)
        _arm(integration)
        zone = market_of(connection.market).zone
        tickets.catch_up(integration, import_since(connection.server_now(now), zone))
        tickets.map_anew(integration)
    return None


def stop(integration: Integration) -> None:
    """Nothing is read, sent or made into tickets until it is started again."""
    with transaction.atomic():
        Integration.objects.filter(pk=integration.pk).update(running=False)
        connected = Connection.objects.filter(pk=integration.connection_id, state=ConnectionState.CONNECTED)
        connected.update(state=ConnectionState.PAUSED)


def armed(connection: Connection) -> list[str]:
    """Which writers of the account are armed now."""
    return [writer.value for writer in Writer if mode_of(connection.writers, writer) is Mode.ARMED]


def _arm(integration: Integration) -> None:
    """What is ticked is armed; the rest is not, though what was in shadow mode stays there."""
    row = Connection.objects.select_for_update().get(pk=integration.connection_id)
    shown = [writer.value for writer in Writer if mode_of(row.writers, writer) is Mode.SHADOW]
    ticked = dict.fromkeys(integration.arms, Mode.ARMED.value)
    modes = every(Mode.OFF) | dict.fromkeys(shown, Mode.SHADOW.value) | ticked
    Connection.objects.filter(pk=row.pk).update(writers=modes)


def add_field(shop: Shop, name: str, kind: str) -> CustomField | None:
    """S3-11: a new custom field; None where the shop has one of that name."""
    row, created = CustomField.objects.get_or_create(
        shop=shop, name=name, defaults={"kind": kind, "created_at": real_now()}
    )
    return row if created else None


def _wrong(integration: Integration, given: Settings) -> list[Objection]:
    field = CustomField.objects.filter(shop_id=integration.shop_id, pk=given.field_id or 0).first()
    statuses = set(TicketStatus)
    texts = {name: getattr(given, name) for name in ("closure_message", "footer", "automatic_answer")}
    objections = [
        ("name", Why.NO_NAME, not given.name.strip()),
        ("field", Why.NO_FIELD, field is None),
        ("field", Why.FIELD_NOT_TEXT, field is not None and not may_hold_login(FieldType(field.kind))),
        ("queue", Why.NO_QUEUE, not given.queue.strip()),
        ("category", Why.NO_CATEGORY, not given.category.strip()),
        ("resolved_to", Why.NO_STATUS, given.resolved_to not in statuses),
        ("unresolved_to", Why.NO_STATUS, given.unresolved_to not in statuses),
        (
            "unresolved_to",
            Why.UNRESOLVED_ENDS,
            given.unresolved_to in statuses and not may_mean_unresolved(TicketStatus(given.unresolved_to)),
        ),
        ("closure_message", Why.NO_CLOSURE, not plain(given.closure_message)),
        ("automatic_answer", Why.NO_ANSWER, given.answers_automatically and not plain(given.automatic_answer)),
        *((name, Why.TOO_LONG, len(text) > TEXT_MAX) for name, text in texts.items()),
    ]
    return [(name, why) for name, why, is_wrong in objections if is_wrong]


def _fill(row: Integration, given: Settings) -> None:
    """Texts are kept as the text they will be sent as (S3-37)."""
    row.name = given.name.strip()[:80]
    row.login_field_id = given.field_id
    row.queue, _ = Queue.objects.get_or_create(shop_id=row.shop_id, name=given.queue.strip()[:80])
    row.category, _ = Category.objects.get_or_create(shop_id=row.shop_id, name=given.category.strip()[:80])
    row.resolved_to, row.unresolved_to = given.resolved_to, given.unresolved_to
    row.closure_message, row.footer = plain(given.closure_message), plain(given.footer)
    row.answers_automatically, row.automatic_answer = given.answers_automatically, plain(given.automatic_answer)
    row.arms, row.saved_at = sorted(given.arms), real_now()
    row.save()
