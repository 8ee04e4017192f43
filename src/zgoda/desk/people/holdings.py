"""Everything a shop holds about one buyer: where it lies, found by the login."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from zgoda.desk.automation.models import Run, Told
from zgoda.desk.crm.models import Comment, Customer, CustomerEmail, CustomerValue, Mention, Ticket
from zgoda.desk.documents.models import DocumentWrite, OrderDocuments
from zgoda.desk.messages.models import Returned, Thread, Unread
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.ratings.models import DeskRating, RatingWrite
from zgoda.desk.store.models import DeskCase, DeskMessage, DeskOrder, DeskShipment, Outgoing, Quarantine
from zgoda.desk.work.models import Arranged, Draft
from zgoda.domain.customers import login_key
from zgoda.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Holdings:
    """Ids of rows. ``open_cases``: Discussions and claims among the cases that have not ended; ``being_sent``: rows of
    the outbox whose request may be on its way, as erasing found them."""

    login: str
    cases: list[int]
    open_cases: int
    orders: list[int]
    customers: list[int]
    quarantined: list[int]
    unread: list[int]
    files: list[str] = field(default_factory=list)
    ratings: list[int] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    paper_writes: list[UUID] = field(default_factory=list)
    being_sent: int = 0

    def __bool__(self) -> bool:
        return bool(self.cases or self.orders or self.customers or self.quarantined or self.unread or self.ratings)


def of(shop_id: int, login: str) -> Holdings:
    """Logins are compared without regard to case (S3-05). No login is nobody's: cases whose buyer is unknown, or was
    erased, have none either."""
    key = login_key(login)
    if not key:
        return Holdings("", [], 0, [], [], [], [])
    cases = list(
        DeskCase.objects.filter(shop_id=shop_id, buyer_key=key).values("pk", "remote_id", "order_id", "ended", "family")
    )
    ids, numbers = [row["pk"] for row in cases], {row["order_id"] for row in cases} - {""}
    customers = list(
        CustomerValue.objects.filter(customer__shop_id=shop_id, key=key).values_list("customer_id", flat=True)
    )
    addresses = CustomerEmail.objects.filter(customer_id__in=customers).values_list("key", flat=True)
    marks = _Marks(key, frozenset({*addresses, *numbers, *(row["remote_id"] for row in cases)}))
    mine = {"connection__shop_id": shop_id}
    sent = Outgoing.objects.filter(case_id__in=ids).values_list("files", flat=True)
    orders = _orders(shop_id, key, numbers)
    numbers |= set(DeskOrder.objects.filter(pk__in=orders).values_list("remote_id", flat=True))
    papers = OrderDocuments.objects.filter(order_id__in=numbers, **mine)
    added = list(DocumentWrite.objects.filter(order_id__in=numbers, **mine).values_list("pk", "file_id"))
    return Holdings(
        login=login.strip(),
        cases=ids,
        open_cases=sum(row["family"] == ISSUE and not row["ended"] for row in cases),
        orders=orders,
        customers=customers,
        quarantined=[row.pk for row in Quarantine.objects.filter(**mine).iterator() if marks.are_on(row)],
        unread=[row.pk for row in Unread.objects.filter(**mine).iterator() if marks.are_on(row)],
        files=[str(one["id"]) for files in sent for one in files if "id" in one] + [str(file) for _pk, file in added],
        papers=list(papers.values_list("pk", flat=True)),
        paper_writes=[pk for pk, _file in added],
        ratings=list(DeskRating.objects.filter(shop_id=shop_id, buyer_key=key).values_list("pk", flat=True)),
    )


def _orders(shop_id: int, key: str, numbers: set[str]) -> list[int]:
    """The orders of the cases, and those that name the login themselves."""
    rows = DeskOrder.objects.filter(connection__shop_id=shop_id)
    named = rows.filter(form__buyer__login__iexact=key).values_list("pk", flat=True)
    return sorted({*rows.filter(remote_id__in=numbers).values_list("pk", flat=True), *named})


_OF_PEOPLE = ("login", "buyer", "author", "user", "interlocutor", "sender", "recipient")


@dataclass(frozen=True, slots=True)
class _Marks:
    """By what a record that was set aside is known as the buyer's. ``login`` is a word, so it counts only as the whole
    of a value that says who somebody is: a buyer ``anna`` is not everybody whose name is Anna. ``alone``, ids and
    addresses, counts as the whole of any value."""

    login: str
    alone: frozenset[str]

    def are_on(self, row: Quarantine | Unread) -> bool:
        alone = {one.casefold() for one in self.alone}
        if row.remote_id.casefold() in alone:
            return True
        return any(
            leaf in alone or (leaf == self.login and any(part in name for part in _OF_PEOPLE))
            for name, leaf in _leaves(row.raw)
        )


def _leaves(raw: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in it under its name, both without regard to case; what stands in a list has the list's name."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _leaves(value, str(key).casefold())
    elif isinstance(raw, list):
        for value in raw:
            yield from _leaves(value, name)
    elif isinstance(raw, str):
        yield name, login_key(raw)


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
    "order_documents": (OrderDocuments, "pk__in", "papers"),
    "document_write": (DocumentWrite, "pk__in", "paper_writes"),
    "rating": (DeskRating, "pk__in", "ratings"),
    "rating_write": (RatingWrite, "rating_id__in", "ratings"),
    "quarantined": (Quarantine, "pk__in", "quarantined"),
    "unread_thread": (Unread, "pk__in", "unread"),
    "file": (StoredFile, "pk__in", "files"),
}
"""Kind of an export's line → its rows, how they are found, and by which ids of `Holdings`."""
