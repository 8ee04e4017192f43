"""Cases that belong together: of one order or buyer by themselves, tied by an agent, and threads shown in one case.

A tie shows two cases with each other and changes neither. Merging shows one thread's messages in another's case and
lets it be answered there; it is for threads of one buyer about one order, and can be undone at any time.
"""

from collections.abc import Sequence
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from zgoda.accounts.models import User
from zgoda.desk.messages import standing
from zgoda.desk.messages.models import Returned, Thread, Tie
from zgoda.desk.messages.sources import THREAD
from zgoda.desk.store.models import DeskCase, DeskMessage
from zgoda.engine.clock import real_now

MOST = 20


class Why(StrEnum):
    """Why two cases are not tied or merged; the page chooses the words."""

    SAME_CASE = "SAME_CASE"
    NO_SUCH_CASE = "NO_SUCH_CASE"
    NOT_THREADS = "NOT_THREADS"
    OTHER_BUYER = "OTHER_BUYER"
    OTHER_ORDER = "OTHER_ORDER"
    MERGED_ALREADY = "MERGED_ALREADY"


def shown_in(case: DeskCase) -> Sequence[DeskCase]:
    """The case's own thread and those merged into it."""
    merged = DeskCase.objects.filter(thread__merged_into=case.pk).select_related("connection").order_by("pk")
    return [case, *merged[:MOST]]


def messages_of(case: DeskCase) -> Sequence[DeskMessage]:
    """The messages of every thread shown in the case, oldest first."""
    rows = DeskMessage.objects.filter(Q(case=case.pk) | Q(case__thread__merged_into=case.pk))
    return list(rows.order_by("created_at", "id"))


def thread_holding(case: DeskCase, message_id: str) -> DeskCase:
    """Which thread of the case holds a message; its own where none does."""
    if not message_id:
        return case
    rows = DeskMessage.objects.filter(case__thread__merged_into=case.pk, remote_id=message_id)
    found = rows.select_related("case__connection").first()
    return found.case if found is not None else case


def tied_to(case: DeskCase) -> Sequence[DeskCase]:
    """Cases that somebody tied to this one."""
    ties = Tie.objects.filter(Q(one=case) | Q(other=case)).values_list("one_id", "other_id")[:MOST]
    ids = {pk for pair in ties for pk in pair} - {case.pk}
    return list(DeskCase.objects.filter(pk__in=ids).order_by("-pk"))


def near(case: DeskCase) -> Sequence[DeskCase]:
    """Other cases of the same order or buyer, the latest first, those of the order before the rest."""
    ids: list[int] = []
    if case.order_id:
        rows = DeskCase.objects.filter(shop_id=case.shop_id, order_id=case.order_id)
        ids += rows.order_by("-pk").values_list("pk", flat=True)[: MOST + 1]
    if case.buyer_key:
        rows = DeskCase.objects.filter(shop_id=case.shop_id, buyer_key=case.buyer_key)
        ids += rows.order_by("-pk").values_list("pk", flat=True)[: MOST + 1]
    wanted = [pk for pk in dict.fromkeys(ids) if pk != case.pk][:MOST]
    found = DeskCase.objects.select_related("thread").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def returns_of(case: DeskCase) -> Sequence[Returned]:
    """What was sent back, or will be, of the case's order; a return's own page shows it alone."""
    rows = Returned.objects.filter(connection_id=case.connection_id).select_related("case")
    if hasattr(case, "returned"):
        return list(rows.filter(pk=case.pk))
    return list(rows.filter(order_id=case.order_id).order_by("-pk")[:MOST]) if case.order_id else []


def tie(one: DeskCase, other: DeskCase, by: User | None) -> Why | None:
    """Show two cases of one shop with each other; doing it twice is once."""
    if one.shop_id != other.shop_id:
        return Why.NO_SUCH_CASE
    if one.pk == other.pk:
        return Why.SAME_CASE
    first, second = sorted((one, other), key=lambda case: case.pk)
    Tie.objects.get_or_create(
        one=first, other=second, defaults={"shop_id": one.shop_id, "by": by, "created_at": real_now()}
    )
    return None


def untie(one: DeskCase, other: DeskCase) -> None:
    """Undo it."""
    Tie.objects.filter(Q(one=one, other=other) | Q(one=other, other=one), shop_id=one.shop_id).delete()


def why_not_merge(head: DeskCase, other: DeskCase) -> Why | None:
    """Only threads, of one connection and buyer, about one order; neither shown elsewhere already, no chains."""
    if head.shop_id != other.shop_id or head.connection_id != other.connection_id:
        return Why.NO_SUCH_CASE
    if head.pk == other.pk:
        return Why.SAME_CASE
    if head.family != THREAD or other.family != THREAD:
        return Why.NOT_THREADS
    if not head.buyer_key or head.buyer_key != other.buyer_key:
        return Why.OTHER_BUYER
    if not head.order_id or head.order_id != other.order_id:
        return Why.OTHER_ORDER
    rows = Thread.objects.filter(Q(pk__in=(head.pk, other.pk), merged_into__isnull=False) | Q(merged_into=other))
    return Why.MERGED_ALREADY if rows.exists() else None


def merge(head: DeskCase, other: DeskCase, by: User | None) -> Why | None:
    """Show ``other``'s messages in ``head`` and answer there from now on."""
    with transaction.atomic():
        _lock(head, other)
        why = why_not_merge(head, other)
        if why is not None:
            return why
        Thread.objects.filter(pk=other.pk).update(merged_into=head, merged_by=by, merged_at=real_now())
        _refresh(other, head)
    return None


def part(other: DeskCase) -> bool:
    """Undo a merge: the thread is a case of its own again, with everything that came meanwhile."""
    with transaction.atomic():
        head_id = Thread.objects.filter(pk=other.pk).values_list("merged_into_id", flat=True).first()
        if head_id is None:
            return False
        head = DeskCase.objects.get(pk=head_id)
        _lock(head, other)
        Thread.objects.filter(pk=other.pk).update(merged_into=None, merged_by=None, merged_at=None)
        _refresh(other, head)
    return True


def _lock(*cases: DeskCase) -> None:
    list(DeskCase.objects.select_for_update().filter(pk__in=[case.pk for case in cases]).order_by("pk"))


def _refresh(*cases: DeskCase) -> None:
    """Where both stand now. A case's last word is its own again before what is merged is looked at."""
    for pk in [case.pk for case in cases]:
        case = DeskCase.objects.select_related("connection").get(pk=pk)
        standing.take_own_last_word(case)
        standing.refresh(case, case.connection.server_now(real_now()))
        case.save()
