"""What colleagues arranged about a case, and when: each change once, kept as part of the case's record."""

from collections.abc import Iterable

from zgoda.accounts.models import User
from zgoda.desk.work.models import Arranged, What
from zgoda.engine.clock import real_now

MOST = 200


def note(case_ids: Iterable[int], what: What, about: str, by: User | None) -> None:
    """Call in the transaction of the change. ``about`` is what it became (`Arranged`)."""
    now = real_now()
    Arranged.objects.bulk_create(Arranged(case_id=pk, at=now, by=by, what=what, about=about[:300]) for pk in case_ids)


def of_case(case_id: int) -> list[Arranged]:
    """The latest ``MOST``, the newest first."""
    return list(Arranged.objects.filter(case_id=case_id).select_related("by").order_by("-pk")[:MOST])
