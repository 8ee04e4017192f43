"""Checkout forms into orders: a hundred per transaction, a report per record, and safe to repeat.

A form is compared with what is here by its content and its ``updatedAt``: the same again changes nothing, an
older one never overwrites a newer one, and one bad record never hurts another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zgoda.accounts.models import Role, User
from zgoda.centre.hotline.contacts import note_phones
from zgoda.centre.mailing import posting
from zgoda.centre.orders import journal
from zgoda.centre.orders.forms import Form, Person, read_form
from zgoda.centre.orders.locking import held
from zgoda.centre.orders.people import People
from zgoda.centre.orders.problems import Problem, Why
from zgoda.centre.orders.reading import Record, records
from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain import notifications

BATCH = 100


class Outcome(StrEnum):
    TAKEN = "taken"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of one record. ``line`` counts from 1; ``order`` is empty where the record has no usable id."""

    line: int
    outcome: Outcome
    order: str = ""
    code: str = ""
    reason: str = ""


@dataclass(slots=True)
class _Batch:
    """What is known and what is to be written for up to a hundred forms."""

    people: People
    orders: dict[UUID, Order]
    lines: dict[UUID, UUID]
    happenings: list[journal.Happening]
    written: list[Order] = field(default_factory=list)
    created: list[Order] = field(default_factory=list)


def import_stream(stream: BinaryIO, *, at: datetime, seller: str = "") -> Iterator[Reported]:
    """Take every record of a file; ``seller`` is the login for records that name none."""
    return import_records(records(stream), at=at, seller=seller)


def import_records(numbered: Iterable[Record], *, at: datetime, seller: str = "") -> Iterator[Reported]:
    """As `import_stream`, for records that were read already."""
    default = Person(seller) if seller else None
    source = iter(numbered)
    while batch := list(islice(source, BATCH)):
        read = [(number, rec if isinstance(rec, Problem) else read_form(rec, default, at)) for number, rec in batch]
        try:
            yield from _take(read, at)
        except IntegrityError:  # another import took the same order or login in this moment: look again, once
            yield from _take(read, at)


def _take(read: list[tuple[int, Form | Problem]], at: datetime) -> list[Reported]:
    forms = [form for _number, form in read if isinstance(form, Form)]
    with transaction.atomic():
        batch = _known(forms)
        reports = [_report(batch, number, form) for number, form in read]
        journal.record(batch.happenings)
        note_phones(batch.written)
        _tell_buyers(batch.created, at)
    return reports


def _tell_buyers(orders: list[Order], at: datetime) -> None:
    """N-07, S1-29: each buyer once of each order, while it is news."""
    for order in orders:
        kind = notifications.of_purchase(order.bought_at, at)
        if kind is not None and order.status != "CANCELLED":
            posting.post(kind, order.buyer_id, key=f"order:{order.pk}", about=order.pk)


def _known(forms: list[Form]) -> _Batch:
    line_ids = [line.id for form in forms for line in form.lines]
    orders = held(Order.objects.select_related("seller", "buyer").filter(pk__in=[form.id for form in forms]))
    return _Batch(
        people=People([person for form in forms for person in (form.seller, form.buyer)]),
        orders={order.id: order for order in orders},
        lines=dict(OrderLine.objects.filter(pk__in=line_ids).values_list("id", "order_id")),
        happenings=[],
    )


def _report(batch: _Batch, number: int, form: Form | Problem) -> Reported:
    if isinstance(form, Problem):
        return Reported(number, Outcome.REFUSED, "", form.code, form.words())
    try:
        outcome, reason = _write(batch, form)
        return Reported(number, outcome, str(form.id), "", reason)
    except Problem as problem:
        return Reported(number, Outcome.REFUSED, str(form.id), problem.code, problem.words())


def _write(batch: _Batch, form: Form) -> tuple[Outcome, str]:
    if any(batch.lines.get(line.id, form.id) != form.id for line in form.lines):
        raise Problem(Why.LINE_TAKEN, "lineItems")
    if form.seller.login.lower() == form.buyer.login.lower():
        raise Problem(Why.SAME_PERSON)
    order = batch.orders.get(form.id)
    if order is None:
        seller = batch.people.account(form.seller, Role.SELLER, form.market)
        _create(batch, form, seller, batch.people.account(form.buyer, Role.BUYER, form.market))
        return Outcome.TAKEN, ""
    return _update(batch, form, order)


def _create(batch: _Batch, form: Form, seller: User, buyer: User) -> None:
    order = Order(id=form.id, seller=seller, buyer=buyer, **_columns(form))
    order.save(force_insert=True)
    _write_lines(batch, order, form)
    batch.orders[order.id] = order
    batch.written.append(order)
    batch.created.append(order)
    batch.happenings += journal.of_new(order)


def _update(batch: _Batch, form: Form, order: Order) -> tuple[Outcome, str]:
    if order.seller.username.lower() != form.seller.login.lower():
        raise Problem(Why.OTHER_SELLER)
    if order.buyer.username.lower() != form.buyer.login.lower():
        raise Problem(Why.OTHER_BUYER)
    if order.form == form.raw and order.purchase_id == form.purchase_id:
        return Outcome.UNCHANGED, ""
    if _is_older(form, order):
        return Outcome.UNCHANGED, _("A newer form of this order is already here.")
    old_status, old_fulfillment = order.status, order.fulfillment_status
    last_before = order.last_bought_at or order.bought_at
    for name, value in _columns(form).items():
        setattr(order, name, value)
    if last_before > (order.last_bought_at or order.bought_at):
        order.last_bought_at = last_before
    order.save()
    _write_lines(batch, order, form)
    batch.written.append(order)
    batch.happenings += journal.of_change(order, old_status, old_fulfillment)
    return Outcome.UPDATED, ""


def _is_older(form: Form, order: Order) -> bool:
    """By ``updatedAt``; at the same instant by ``revision`` where both count."""
    if form.updated_at != order.updated_at:
        return form.updated_at < order.updated_at
    if form.revision.isdecimal() and order.revision.isdecimal():
        return int(form.revision) < int(order.revision)
    return False


def _write_lines(batch: _Batch, order: Order, form: Form) -> None:
    """Lines a newer form no longer names stay: a Discussion may be about one of them."""
    for position, line in enumerate(form.lines):
        values = {
            "position": position,
            "offer_id": line.offer_id,
            "offer_name": line.offer_name,
            "quantity": line.quantity,
            "price_minor": line.price_minor,
            "bought_at": line.bought_at,
        }
        if line.id in batch.lines:
            OrderLine.objects.filter(pk=line.id).update(**values)
        else:
            OrderLine(id=line.id, order=order, **values).save(force_insert=True)
            batch.lines[line.id] = order.id


def _columns(form: Form) -> dict[str, object]:
    return {
        "market": form.market,
        "marketplace": form.marketplace,
        "purchase_id": form.purchase_id,
        "bought_at": form.bought_at,
        "last_bought_at": form.last_bought_at,
        "updated_at": form.updated_at,
        "status": form.status,
        "fulfillment_status": form.fulfillment_status,
        "lines_sent": form.lines_sent,
        "provider": form.provider,
        "delivery_method_id": form.delivery_method_id,
        "currency": form.currency,
        "total_minor": form.total_minor,
        "paid_minor": form.paid_minor,
        "payment_id": form.payment_id,
        "payment_type": form.payment_type,
        "surcharge_ids": form.surcharge_ids,
        "revision": form.revision,
        "form": form.raw,
    }
