"""Where a case stands in the list: its house clock first, then what of all its clocks is due next."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from zgoda.desk.cases import clocks
from zgoda.desk.house import clock as house
from zgoda.desk.store.models import DeskCase

SECRETS = ("client_secret", "access_token", "refresh_token")
FIELDS = ("house", "house_due", "lane", "next_due", "next_what")
"""What `place` writes, for those who save no more than that."""


def place(case: DeskCase, server_now: datetime) -> None:
    """Everything else of the row stands already. The caller saves."""
    house.follow(case)
    stand(case, server_now)


def stand(case: DeskCase, server_now: datetime) -> None:
    """As ``place``, with the house clock that is on the row."""
    found = clocks.standing(case, server_now)
    case.lane, case.next_due, case.next_what = found.lane, found.next_due, found.next_what


def lock(case_ids: Sequence[int]) -> None:
    """Cases are locked before what hangs on them, in one order, so that nobody waits for each other."""
    if case_ids:
        list(DeskCase.objects.select_for_update().filter(pk__in=case_ids).order_by("pk").values_list("pk"))


def place_again(case_ids: Iterable[int], now: datetime) -> None:
    """Something beside these cases changed on which their house clocks depend. ``now`` is real time."""
    for case_id in case_ids:
        with transaction.atomic():
            rows = DeskCase.objects.select_for_update(of=("self",)).select_related("connection")
            case = rows.defer("remote", *(f"connection__{name}" for name in SECRETS)).get(pk=case_id)
            place(case, case.connection.server_now(now))
            case.save(update_fields=FIELDS)


def placed(case: DeskCase) -> dict[str, object]:
    """The written fields with their values, for an update."""
    return {name: getattr(case, name) for name in FIELDS}
