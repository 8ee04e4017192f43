"""Taking away what was read from an account: the sample's with its connection, or an import before anything was sent.

It goes in bounded steps, each a job with its own transaction, so that no page waits and nobody is locked out; a worker
that dies in between is followed by another. The marketplace is not told and loses nothing.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import models, transaction

from zgoda.accounts.models import User
from zgoda.desk.cases import connecting
from zgoda.desk.crm.models import Comment, Customer, CustomerValue, Ticket
from zgoda.desk.documents.models import DocumentWrite, OrderDocuments
from zgoda.desk.first_run.models import FirstRun, Removal
from zgoda.desk.health.models import HourOfReading, Oddity
from zgoda.desk.messages.models import Mailbox, Unread
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.ratings.models import DeskRating, RatingsRead, RatingWrite
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import (
    Connection,
    ConnectionState,
    DeskCase,
    DeskMessage,
    DeskOrder,
    Outgoing,
    Quarantine,
    SyncRun,
)
from zgoda.desk.work import searching
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import durable
from zgoda.files.models import StoredFile

CASES, ROWS = 50, 500
"""How many go in one transaction."""


class StillBeingRead(Exception):
    """A reading that began before is not over; the job comes back."""


def may_remove(connection: Connection) -> bool:
    """The sample always; another account's while nothing of it has reached the marketplace, so that no record of what
    was said to buyers is lost."""
    sent = Outgoing.objects.filter(case__connection=connection).exclude(attempted_at=None)
    said = RatingWrite.objects.filter(rating__connection=connection, state=WriteState.SENT)
    added = DocumentWrite.objects.filter(connection=connection, state=WriteState.SENT)
    return connection.is_sample or not (sent.exists() or said.exists() or added.exists())


def count(connection: Connection) -> dict[str, int]:
    """What would go."""
    of_cases = {"case__connection": connection}
    return {
        "cases": DeskCase.objects.filter(connection=connection).count(),
        "messages": DeskMessage.objects.filter(**of_cases).count(),
        "outgoing": Outgoing.objects.filter(**of_cases).count(),
        "tickets": Ticket.objects.filter(**of_cases).count(),
        "comments": Comment.objects.filter(**of_cases).count(),
        "orders": DeskOrder.objects.filter(connection=connection).count(),
        "ratings": DeskRating.objects.filter(connection=connection).count(),
    }


def begin(connection: Connection, by: User) -> bool:
    """Reading and sending end at once; what was read goes in the background. False where it may not be removed. Asked
    for again, it is taken up where a job that has used up its attempts left it."""
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        if not may_remove(row):
            return False
        if row.is_sample:
            connecting.disconnect(row)
        else:
            Connection.objects.filter(pk=row.pk, state=ConnectionState.CONNECTED).update(state=ConnectionState.PAUSED)
            connecting.disarm(row)
        cases = DeskCase.objects.filter(connection=row).count()
        _removal, is_new = Removal.objects.get_or_create(
            connection=row, defaults={"cases": cases, "begun_at": real_now()}
        )
        if is_new:
            audit.note(row.shop_id, by, What.READINGS_REMOVED, row.name, cases=cases)
        remove_some.enqueue(row.pk)
    return True


@durable(attempts=30, cap=timedelta(minutes=1))
def remove_some(connection_id: int) -> None:
    """One step, and the job of the next one. Nothing happens where no removal was begun."""
    with transaction.atomic():
        known = Removal.objects.select_for_update(of=("self",)).select_related("connection")
        removal = known.filter(pk=connection_id).first()
        if removal is None:
            return
        row = removal.connection
        Connection.objects.filter(pk=row.pk, state=ConnectionState.CONNECTED).update(state=ConnectionState.PAUSED)
        if _some_cases(row) or _some_papers(row) or _some_rows(row):
            remove_some.enqueue(connection_id)
            return
        if row.sync_lease and row.sync_lease_until and row.sync_lease_until > real_now():
            raise StillBeingRead
        if row.is_sample:
            _forget_sample(row)
        else:
            _begin_anew(row)


def _some_cases(row: Connection) -> bool:
    cases = list(DeskCase.objects.filter(connection=row).values_list("pk", "buyer_key").order_by("pk")[:CASES])
    if not cases:
        return False
    ids = [pk for pk, _key in cases]
    _files_go(Outgoing.objects.filter(case_id__in=ids).values_list("files", flat=True))
    searching.forget(ids)
    DeskCase.objects.filter(pk__in=ids).delete()
    if row.is_sample:
        _customers_go(row.shop_id, {key for _pk, key in cases if key})
    return True


def _customers_go(shop_id: int, keys: set[str]) -> None:
    """Records of buyers whom no other account's case names."""
    elsewhere = set(DeskCase.objects.filter(shop_id=shop_id, buyer_key__in=keys).values_list("buyer_key", flat=True))
    named = CustomerValue.objects.filter(customer__shop_id=shop_id, key__in=keys - elsewhere)
    Customer.objects.filter(pk__in=list(named.values_list("customer_id", flat=True))).delete()


def _files_go(sent: Iterable[list[dict[str, object]]]) -> None:
    rows = StoredFile.objects.filter(pk__in=[str(one["id"]) for files in sent for one in files if "id" in one])
    paths = [path for path in rows.values_list("path", flat=True) if path]
    rows.delete()
    transaction.on_commit(lambda: _delete(paths))


def _delete(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)


def _some_papers(row: Connection) -> bool:
    """Documents to add, with their files."""
    rows = list(DocumentWrite.objects.filter(connection=row).values_list("pk", "file_id").order_by("pk")[:ROWS])
    _files_go([[{"id": file} for _pk, file in rows]])
    DocumentWrite.objects.filter(pk__in=[pk for pk, _file in rows]).delete()
    return bool(rows)


def _some_rows(row: Connection) -> bool:
    tables: tuple[type[models.Model], ...] = (
        DeskOrder,
        OrderDocuments,
        DeskRating,
        Quarantine,
        Unread,
        SyncRun,
        HourOfReading,
        Oddity,
    )
    for table in tables:
        rows = table._default_manager.filter(connection=row)
        ids = list(rows.values_list("pk", flat=True).order_by("pk")[:ROWS])
        if ids:
            table._default_manager.filter(pk__in=ids).delete()
            return True
    return False


def _forget_sample(row: Connection) -> None:
    FirstRun.objects.update_or_create(shop_id=row.shop_id, defaults={"sample_removed_at": real_now()})
    row.delete()


def _begin_anew(row: Connection) -> None:
    """As after the consent: nothing read, nothing armed, paused until somebody resumes."""
    Mailbox.objects.filter(connection=row).delete()
    RatingsRead.objects.filter(connection=row).delete()
    Removal.objects.filter(pk=row.pk).delete()
    Connection.objects.filter(pk=row.pk).update(
        import_started_at=None,
        import_finished_at=None,
        import_offset=0,
        import_cases=0,
        order_cursor="",
        next_sync_at=None,
        next_sweep_at=None,
        last_sync_ok_at=None,
        last_error="",
        trouble="",
        trace_id="",
    )
