"""Adding sales documents to an order: announced and then filed by programs, at once by a form, or as a link.

The buyer is told when a file was found harmless (N-09), once, in the transaction that says so. Files are taken in
before the order is locked, so that nobody waits for a disk or a scan.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zgoda.centre.mailing.posting import post
from zgoda.centre.orders.locking import held
from zgoda.centre.store import laws
from zgoda.centre.store.models import DocumentLink, Order, SalesDocument
from zgoda.centre.store.purchases import is_fulfilled
from zgoda.domain import sales_documents as rules
from zgoda.domain.actors import Actor, Role
from zgoda.domain.notifications import Kind
from zgoda.domain.sales_documents import DocumentRefused, DocumentState, DocumentWhy
from zgoda.engine import clock
from zgoda.engine.instants import whole_ms
from zgoda.engine.jobs import durable
from zgoda.files import scan
from zgoda.files.models import State, StoredFile
from zgoda.files.names import clean_name
from zgoda.files.receive import kind_of, receive_bytes
from zgoda.files.refusals import FileRefused
from zgoda.files.using import mark_used

Outcome = SalesDocument | DocumentRefused
_VERDICTS = {State.SAFE: DocumentState.ACCEPTED, State.UNSAFE: DocumentState.REJECTED}


class NoSuchDocument(LookupError):
    """There is none in this order that waits for or has a file; ``args[0]`` is the id."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What somebody adds by a form."""

    name: str
    number: str
    raw: bytes


def announce(order_id: UUID, by: Actor, name: str, number: str, *, now: datetime) -> Outcome:
    """P-33: a document whose file follows (`take_file`)."""
    now, shown, said = whole_ms(now), clean_name(name), _one_line(number)
    with transaction.atomic():
        order = _locked(order_id)
        refused = _may_add(order, by, now) or rules.may_be_called(shown, said) or _may_announce(order, now)
        if refused is not None or shown is None:
            return refused or DocumentRefused(DocumentWhy.NO_PDF_NAME)
        return SalesDocument.objects.create(
            order=order,
            by=by.role,
            added_by_id=_account(by),
            number=said,
            name=shown,
            state=DocumentState.ANNOUNCED,
            created_at=now,
        )


def take_file(order_id: UUID, document_id: UUID, by: Actor, raw: bytes, *, now: datetime) -> Outcome:
    """The bytes of an announced document, once. Raises `NoSuchDocument`, also for one that waited too long."""
    now = whole_ms(now)
    waiting = _document(order_id, document_id, now)
    refused = rules.may_be_filed(len(raw), kind_of(raw), DocumentState(waiting.state))
    if refused is not None:
        return refused
    brought = _received(by, waiting.name, raw, now)
    if isinstance(brought, DocumentRefused):
        return brought
    with transaction.atomic():
        order = _locked(order_id)
        document = _document(order_id, document_id, now)
        refused = _may_add(order, by, now) or rules.may_be_filed(len(raw), kind_of(raw), DocumentState(document.state))
        return refused or _filed(document, brought, now)


def add(order_id: UUID, by: Actor, paper: Paper, token: UUID, *, now: datetime) -> Outcome:
    """P-33: a document with its file, by a form; the same form again gives the document that it added first."""
    now, shown, said = whole_ms(now), clean_name(paper.name), _one_line(paper.number)
    known = _added_before(order_id, by, paper, token)
    if known is not None:
        return known
    refused = rules.may_be_called(shown, said) or rules.may_be_filed(len(paper.raw), kind_of(paper.raw))
    if refused is not None or shown is None:
        return refused or DocumentRefused(DocumentWhy.NO_PDF_NAME)
    brought = _received(by, shown, paper.raw, now)
    if isinstance(brought, DocumentRefused):
        return brought
    with transaction.atomic():
        order = _locked(order_id)
        known = _added_before(order_id, by, paper, token)
        refused = _may_add(order, by, now) or (None if known else _may_announce(order, now))
        if known is not None or refused is not None:
            return refused or known or DocumentRefused(DocumentWhy.COMMAND_REUSED)
        document = SalesDocument(
            order=order, by=by.role, added_by_id=_account(by), number=said, name=shown, created_at=now, token=token
        )
        return _filed(document, brought, now)


def add_link(order_id: UUID, by: Actor, url: str, *, now: datetime) -> DocumentLink | DocumentRefused:
    """P-33: the address of a document that is kept elsewhere; the buyer is told at once."""
    now = whole_ms(now)
    with transaction.atomic():
        order = _locked(order_id)
        known = set(order.document_links.values_list("url", flat=True))
        refused = _may_add(order, by, now) or rules.may_link(url, known)
        if refused is not None:
            return refused
        link = DocumentLink.objects.create(order=order, url=url, created_at=now)
        _tell(order, f"documentlink:{link.pk}")
    return link


def listed(order_id: UUID, now: datetime) -> Sequence[SalesDocument]:
    """All that were announced, with and without a file; not those whose file never came."""
    rows = SalesDocument.objects.filter(order_id=order_id).order_by("created_at", "id")
    return [row for row in rows if row.state != DocumentState.ANNOUNCED or rules.counts(row.known, now)]


@durable(attempts=10)
def verify_file(file_id: str) -> None:
    """Scan a document's file and settle its document. Where none has the file yet, whoever gives it one will."""
    scan.judge(file_id)
    with transaction.atomic():
        waiting = SalesDocument.objects.select_for_update().filter(file_id=file_id, state=DocumentState.WAITING)
        document = waiting.first()
        if document is not None:
            _settle(document, StoredFile.objects.get(pk=file_id), whole_ms(clock.now()))


def _filed(document: SalesDocument, brought: StoredFile, now: datetime) -> Outcome:
    """The document with its file. The file's row is locked by `mark_used`, so that a verdict that comes at the same
    moment is either seen here or finds the document."""
    if not mark_used([brought.pk], now):
        return DocumentRefused(DocumentWhy.HAS_A_FILE)
    document.file_id, document.uploaded_at, document.state = brought.pk, now, DocumentState.WAITING
    document.save()
    brought.refresh_from_db()
    _settle(document, brought, now)
    return document


def _settle(document: SalesDocument, brought: StoredFile, now: datetime) -> None:
    """S4-09: what the check said; the buyer is told of a document that may be shown."""
    verdict = _VERDICTS.get(State(brought.state))
    if verdict is None:
        return
    document.state, document.verified_at = verdict, now
    document.save(update_fields=["state", "verified_at"])
    if rules.is_shown_to_buyer(verdict):
        _tell(document.order, f"document:{document.pk}")


def _tell(order: Order, key: str) -> None:
    """N-09: the letters of an order stand together with that of the purchase."""
    post(Kind.DOCUMENT_ADDED, order.buyer_id, key=key, about=order.pk)


def _received(by: Actor, name: str, raw: bytes, now: datetime) -> StoredFile | DocumentRefused:
    brought = receive_bytes(_account(by), name, raw, limit=rules.LARGEST_BYTES, now=now, judging=verify_file.enqueue)
    return DocumentRefused(DocumentWhy.NO_PDF) if isinstance(brought, FileRefused) else brought


def _added_before(order_id: UUID, by: Actor, paper: Paper, token: UUID) -> Outcome | None:
    known = SalesDocument.objects.filter(token=token).first()
    if known is None:
        return None
    digest = StoredFile.objects.filter(pk__in=[known.file_id]).values_list("sha256", flat=True).first()
    same = (known.order_id, known.added_by_id, known.number, digest) == (
        order_id,
        by.id,
        _one_line(paper.number),
        hashlib.sha256(paper.raw).hexdigest(),
    )
    return known if same else DocumentRefused(DocumentWhy.COMMAND_REUSED)


def _account(by: Actor) -> int:
    if by.id is None:
        raise ValueError(f"{by} has no account and adds no documents")
    return by.id


def _locked(order_id: UUID) -> Order:
    return held(Order.objects.select_related("seller").defer("form")).get(pk=order_id)


def _document(order_id: UUID, document_id: UUID, now: datetime) -> SalesDocument:
    document = SalesDocument.objects.select_related("order").filter(pk=document_id, order_id=order_id).first()
    if document is None or (document.state == DocumentState.ANNOUNCED and not rules.counts(document.known, now)):
        raise NoSuchDocument(document_id)
    return document


def _may_add(order: Order, by: Actor, now: datetime) -> DocumentRefused | None:
    law = laws.law_now(order.market, now, seller_id=order.seller_id)
    sold_by = by.role is Role.SELLER and order.seller_id == by.id
    return rules.may_add(by.role, sold_by=sold_by, fulfilled=is_fulfilled(order, law.rules))


def _may_announce(order: Order, now: datetime) -> DocumentRefused | None:
    known = [row.known for row in SalesDocument.objects.filter(order=order)]
    return rules.may_announce(known, now, payment=order.payment_type, cancelled=order.status == "CANCELLED")


def _one_line(number: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in number).split())
