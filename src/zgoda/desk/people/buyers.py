"""A buyer's data: handed out whole, or erased while the figures stay true."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace

from django.core.files.storage import default_storage
from django.db import models, transaction

from zgoda.accounts.models import User
from zgoda.desk.crm.models import Comment, Customer, Ticket
from zgoda.desk.documents.models import DocumentWrite, OrderDocuments
from zgoda.desk.messages.models import Returned, Thread, Unread
from zgoda.desk.people import audit, holdings
from zgoda.desk.people.holdings import SOURCES, Holdings
from zgoda.desk.people.models import What
from zgoda.desk.ratings.models import DeskRating, RatingWrite
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import DeskCase, DeskMessage, DeskOrder, DeskShipment, Outgoing, Quarantine, SendState
from zgoda.desk.store.models.case import NEVER
from zgoda.desk.work import searching
from zgoda.desk.work.models import Arranged, Draft, SearchMark
from zgoda.desk.work.models import What as Arrangement
from zgoda.engine.clock import real_now
from zgoda.files.models import State, StoredFile
from zgoda.look.streams import told

_FIGURES = ("closureReason",)
"""What of the server's additions the service record counts by; it names nobody."""
_OVER = (SendState.SENT, SendState.SEEN, SendState.CANCELLED)


def export(held: Holdings) -> Iterator[str]:
    """JSON lines, each names its ``record``; files come with their bytes in Base64."""
    for kind, (model, lookup, ids) in SOURCES.items():
        rows: models.QuerySet[models.Model] = model._default_manager.filter(**{lookup: getattr(held, ids)})
        for row in rows.order_by("pk").iterator(chunk_size=200):
            values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
            if isinstance(row, StoredFile) and row.path and default_storage.exists(row.path):
                with default_storage.open(row.path) as stream:
                    values["content"] = base64.b64encode(stream.read()).decode()
            yield json.dumps({"record": kind, **values}, default=told, ensure_ascii=False) + "\n"


def erase(shop_id: int, login: str, by: User) -> Holdings:
    """Texts, names, files, records and the words of the search go; what is counted stays: when cases were opened,
    answered and ended, of what kind, with how many messages. An erased case is not read again unless the buyer writes
    in it anew. Nothing is erased while a Discussion or claim of the login is open, or while a worker is sending in a
    case (``being_sent``); the caller tells so. What had not left is cancelled."""
    with transaction.atomic():
        held = holdings.of(shop_id, login)
        if not held or held.open_cases:
            return held
        list(DeskCase.objects.select_for_update().filter(pk__in=held.cases).values_list("pk"))
        being_sent = _being_sent(held)
        if being_sent:
            return replace(held, being_sent=being_sent)
        _empty_cases(held)
        _empty_orders(held)
        _empty_papers(held)
        _empty_ratings(held)
        Customer.objects.filter(pk__in=held.customers).delete()
        Quarantine.objects.filter(pk__in=held.quarantined).delete()
        Unread.objects.filter(pk__in=held.unread).delete()
        paths = _forget_files(held)
        audit.note(shop_id, by, What.BUYER_ERASED, cases=len(held.cases), orders=len(held.orders))
        transaction.on_commit(lambda: _delete(paths))
    return held


def _being_sent(held: Holdings) -> int:
    """Whoever claims a row takes the case's lock, which we hold: there will be no more of them."""
    sending = Outgoing.objects.filter(case_id__in=held.cases, state=SendState.SENDING)
    return sending.filter(lease_until__gte=real_now()).count()


def _empty_cases(held: Holdings) -> None:
    mine = {"case_id__in": held.cases}
    DeskMessage.objects.filter(**mine).update(text="", author_login="", attachments=[])
    Outgoing.objects.filter(**mine).exclude(state__in=_OVER).update(state=SendState.CANCELLED, lease="")
    Outgoing.objects.filter(**mine).update(text="", payload={}, files=[], uploaded={}, last_error="", fingerprint="")
    Comment.objects.filter(**mine).delete()
    Draft.objects.filter(**mine).delete()
    Arranged.objects.filter(what=Arrangement.TAGS, **mine).update(about="")
    Ticket.objects.filter(**mine).update(subject="", customer=None, offer_id="", comments=0)
    Thread.objects.filter(**mine).update(offer_id="", undelivered={})
    Returned.objects.filter(**mine).update(order_id="", rejection_reason="")
    searching.forget(held.cases)
    SearchMark.objects.filter(**mine).delete()
    for row in DeskCase.objects.filter(pk__in=held.cases).only("pk", "own").iterator(chunk_size=200):
        kept = {name: row.own[name] for name in _FIGURES if isinstance(row.own, dict) and name in row.own}
        DeskCase.objects.filter(pk=row.pk).update(own=kept)
    DeskCase.objects.filter(pk__in=held.cases).update(
        subject="",
        reference="",
        buyer_id="",
        buyer_login="",
        buyer_key="",
        order_id="",
        snippet="",
        remote={},
        read_at=NEVER,
        chat_fingerprint=models.F("fingerprint"),
    )


def _empty_orders(held: Holdings) -> None:
    DeskShipment.objects.filter(order_id__in=held.orders).delete()
    DeskOrder.objects.filter(pk__in=held.orders).update(form={}, revision="")


def _empty_papers(held: Holdings) -> None:
    """That somebody added a document stays, not to which order and what; its file goes with the others."""
    mine = DocumentWrite.objects.filter(pk__in=held.paper_writes)
    mine.exclude(state=WriteState.SENT).update(state=WriteState.CANCELLED)
    mine.update(order_id="", name="", number="", digest="", last_error="", known=None)
    OrderDocuments.objects.filter(pk__in=held.papers).delete()


def _empty_ratings(held: Holdings) -> None:
    """What was said and by whom goes; that somebody recommended, was answered and was asked stays."""
    mine = RatingWrite.objects.filter(rating_id__in=held.ratings)
    mine.exclude(state=WriteState.SENT).update(state=WriteState.CANCELLED)
    mine.update(text="", last_error="")
    DeskRating.objects.filter(pk__in=held.ratings).update(
        comment="",
        buyer_id="",
        buyer_login="",
        buyer_key="",
        order_id="",
        products="",
        answer="",
        asked_message="",
        remote={},
        erased_at=real_now(),
    )


def _forget_files(held: Holdings) -> list[str]:
    rows = StoredFile.objects.filter(pk__in=held.files)
    paths = [path for path in rows.values_list("path", flat=True) if path]
    rows.update(name="", path="", sha256="", state=State.EXPIRED)
    return paths


def _delete(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)
