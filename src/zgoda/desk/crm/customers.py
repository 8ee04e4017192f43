"""Customers' records: adding and changing them, and finding one by the buyer's login or by an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from zgoda.accounts.models import User
from zgoda.desk.crm.models import Customer, CustomerEmail, CustomerValue, CustomField, Integration
from zgoda.desk.store.models import DeskCase, DeskOrder
from zgoda.domain.customers import FieldType, address_key, addresses_of, login_key
from zgoda.engine.clock import real_now
from zgoda.wire.tolerant import Unreadable
from zgoda.wire.tolerant_orders import read_form

VALUE_LENGTH = 300
ADDRESS_LENGTH = 254
FEW = 50
"""Records shown of a search."""

YES = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Filled:
    """A record's form: its name, the values by custom field, and the address the platform gave."""

    name: str
    values: Mapping[int, str]
    email: str = ""


@dataclass(frozen=True, slots=True)
class WrongValue:
    """The value does not fit the field's type."""

    field: CustomField


@dataclass(frozen=True, slots=True)
class LoginTaken:
    """Another record holds this login already."""

    field: CustomField
    customer: Customer


@dataclass(frozen=True, slots=True)
class NothingGiven:
    """Neither a name nor any value."""


Wrong = WrongValue | LoginTaken | NothingGiven


def fields_of(shop_id: int) -> list[CustomField]:
    """In the order in which they were added."""
    return list(CustomField.objects.filter(shop_id=shop_id))


def login_fields_of(shop_id: int) -> set[int]:
    """The fields by which integrations look for buyers."""
    rows = Integration.objects.filter(shop_id=shop_id, login_field__isnull=False)
    return set(rows.values_list("login_field_id", flat=True))


def by_logins(field_id: int | None, keys: Iterable[str]) -> dict[str, int]:
    """S3-41: the records in which this field holds one of these logins, by the login's key; the oldest of several."""
    rows = CustomerValue.objects.filter(field_id=field_id, key__in=set(keys)).order_by("-customer_id")
    return dict(rows.values_list("key", "customer_id"))


def found(shop_id: int, query: str) -> list[Customer]:
    """The latest records, or those with this login, value, name or address. An address with the part of any order
    finds its buyer (B9-02)."""
    rows = Customer.objects.filter(shop_id=shop_id)
    sought = query.strip()
    if sought:
        same = Q(values__key=login_key(sought)) | Q(name__icontains=sought) | Q(emails__key=sought.casefold())
        address = address_key(sought)
        rows = rows.filter(same | Q(emails__key=address) if address else same).distinct()
    return list(rows.prefetch_related("values__field", "emails").order_by("-pk")[:FEW])


def add(shop_id: int, filled: Filled, by: User | None) -> Customer | Wrong:
    """S3-06, S3-42: a new record, with the platform's two addresses where the buyer's is known: as it was given, else
    from the latest order of the login. Tickets that exist already stay as they are (S3-30)."""
    with transaction.atomic():
        values = _read(shop_id, filled)
        if not isinstance(values, list):
            return values
        customer = Customer.objects.create(
            shop_id=shop_id, name=filled.name.strip()[:200], created_at=real_now(), created_by=by
        )
        _store(customer, values)
        logins = [value for field, value in values if field.pk in login_fields_of(shop_id)]
        email = filled.email or next(filter(None, (email_of(shop_id, login) for login in logins)), "")
        _give_addresses(customer, email)
    return customer


def change(customer: Customer, filled: Filled) -> Customer | Wrong:
    """The record as it was filled in anew. Another address is added to those known."""
    with transaction.atomic():
        values = _read(customer.shop_id, filled, customer)
        if not isinstance(values, list):
            return values
        customer.name = filled.name.strip()[:200]
        customer.save(update_fields=["name"])
        customer.values.all().delete()
        _store(customer, values)
        _give_addresses(customer, filled.email)
    return customer


def email_of(shop_id: int, login: str) -> str:
    """S3-42: the buyer's masked address from the latest order of a case under this login; empty where none is known."""
    cases = DeskCase.objects.filter(shop_id=shop_id, buyer_key=login_key(login)).exclude(order_id="")
    for connection_id, order_id in cases.order_by("-opened_at").values_list("connection_id", "order_id")[:FEW]:
        order = DeskOrder.objects.filter(connection_id=connection_id, remote_id=order_id).first()
        seen = read_form(order.form) if order else None
        if seen is not None and not isinstance(seen, Unreadable) and seen.buyer_email:
            return seen.buyer_email
    return ""


def _read(shop_id: int, filled: Filled, itself: Customer | None = None) -> "list[tuple[CustomField, str]] | Wrong":
    """The values that were given, each fitting its field; a login stands in one record only."""
    searched = login_fields_of(shop_id)
    given: list[tuple[CustomField, str]] = []
    for field in fields_of(shop_id):
        value = filled.values.get(field.pk, "").strip()[:VALUE_LENGTH]
        if not value:
            continue
        if not _fits(FieldType(field.kind), value):
            return WrongValue(field)
        if field.pk in searched:
            same = CustomerValue.objects.filter(field=field, key=login_key(value)).select_related("customer")
            taken = same.exclude(customer=itself).first() if itself else same.first()
            if taken is not None:
                return LoginTaken(field, taken.customer)
        given.append((field, value))
    return given if given or filled.name.strip() else NothingGiven()


def _fits(kind: FieldType, value: str) -> bool:
    try:
        if kind is FieldType.NUMBER:
            float(value.replace(",", "."))
        if kind is FieldType.DATE:
            date.fromisoformat(value)
    except ValueError:
        return False
    return kind is not FieldType.YES_NO or value in YES


def _store(customer: Customer, values: Iterable[tuple[CustomField, str]]) -> None:
    CustomerValue.objects.bulk_create(
        CustomerValue(customer=customer, field=field, value=value, key=login_key(value)) for field, value in values
    )


def _give_addresses(customer: Customer, email: str) -> None:
    addresses = addresses_of(email)
    if addresses is None or len(addresses.all[-1]) > ADDRESS_LENGTH:
        return
    for address in addresses.all:
        known = {"key": address_key(address), "with_order": address != addresses.bare}
        CustomerEmail.objects.get_or_create(customer=customer, address=address, defaults=known)
