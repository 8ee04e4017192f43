"""Everything a shop holds about one buyer: where it lies, found by the login."""

import json
from dataclasses import dataclass, field

from zgoda.desk.automation.models import Run, Told
from zgoda.desk.crm.models import Comment, Customer, CustomerEmail, CustomerValue, Mention, Ticket
from zgoda.desk.messages.models import Returned, Thread, Unread
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.store.models import DeskCase, DeskMessage, DeskOrder, DeskShipment, Outgoing, Quarantine
from zgoda.desk.work.models import Arranged, Draft
from zgoda.domain.customers import login_key
from zgoda.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Holdings:
    """Ids of rows. ``open_cases``: Discussions and claims among the cases that have not ended."""

    login: str
    cases: list[int]
    open_cases: int
    orders: list[int]
    customers: list[int]
    quarantined: list[int]
    unread: list[int]
    files: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.cases or self.orders or self.customers or self.quarantined or self.unread)


def of(shop_id: int, login: str) -> Holdings:
    """Logins are compared without regard to case (S3-05)."""
    key = login_key(login)
    cases = list(
        DeskCase.objects.filter(shop_id=shop_id, buyer_key=key).values("pk", "remote_id", "order_id", "ended", "family")
    )
    ids = [row["pk"] for row in cases]
    marks = {key, *(row["remote_id"] for row in cases)}
    mine = {"connection__shop_id": shop_id}
    sent = Outgoing.objects.filter(case_id__in=ids).values_list("files", flat=True)
    return Holdings(
        login=login.strip(),
        cases=ids,
        open_cases=sum(row["family"] == ISSUE and not row["ended"] for row in cases),
        orders=_orders(shop_id, key, {row["order_id"] for row in cases} - {""}),
        customers=list(
            CustomerValue.objects.filter(customer__shop_id=shop_id, key=key).values_list("customer_id", flat=True)
        ),
        quarantined=[row.pk for row in Quarantine.objects.filter(**mine) if _names(row.raw, marks)],
        unread=[row.pk for row in Unread.objects.filter(**mine) if _names(row.raw, marks)],
        files=[str(one["id"]) for files in sent for one in files if "id" in one],
    )


def _orders(shop_id: int, key: str, numbers: set[str]) -> list[int]:
    """The orders of the cases, and those that name the login themselves."""
    rows = DeskOrder.objects.filter(connection__shop_id=shop_id)
    named = rows.filter(form__buyer__login__iexact=key).values_list("pk", flat=True)
    return sorted({*rows.filter(remote_id__in=numbers).values_list("pk", flat=True), *named})


def _names(raw: object, marks: set[str]) -> bool:
    kept = json.dumps(raw, ensure_ascii=False).casefold()
    return any(mark.casefold() in kept for mark in marks)


SOURCES = {
    "case": (DeskCase, "pk__in", "cases"),
    "message": (DeskMessage, "case_id__in", "cases"),
    "outgoing": (Outgoing, "case_id__in", "cases"),
    "ticket": (Ticket, "case_id__in", "cases"),
    "comment": (Comment, "case_id__in", "cases"),
    "mention": (Mention, "case_id__in", "cases"),
    "arranged": (Arranged, "case_id__in", "cases"),
    "draft": (Draft, "case_id__in", "cases"),
    "thread": (Thread, "case_id__in", "cases"),
    "return": (Returned, "case_id__in", "cases"),
    "rule_run": (Run, "case_id__in", "cases"),
    "rule_told": (Told, "case_id__in", "cases"),
    "order": (DeskOrder, "pk__in", "orders"),
    "parcel": (DeskShipment, "order_id__in", "orders"),
    "customer": (Customer, "pk__in", "customers"),
    "customer_value": (CustomerValue, "customer_id__in", "customers"),
    "customer_address": (CustomerEmail, "customer_id__in", "customers"),
    "quarantined": (Quarantine, "pk__in", "quarantined"),
    "unread_thread": (Unread, "pk__in", "unread"),
    "file": (StoredFile, "pk__in", "files"),
}
"""Kind of an export's line → its rows, how they are found, and by which ids of `Holdings`."""
