"""What the hotline, letters and ratings hold of one buyer: handed out, or erased while the counts stay.

Discussions, claims, messages, returns and orders are the platform's record of what was agreed and are in neither.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q, QuerySet

from zgoda.accounts.models import User
from zgoda.centre.hotline import retention
from zgoda.centre.hotline.models import Call, OrderPhone, Transfer
from zgoda.centre.mailing.models import Letter
from zgoda.centre.mailing.sending import WORDLESS
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.centre.store.models import BuyerDataAct, BuyerDataActKind

Held = Mapping[str, "QuerySet[models.Model]"]


def held(buyer: User) -> Held:
    """Rows by their kind. A call is the buyer's by its account, or, where it names none, by a number of its orders."""
    return {
        "call": Call.objects.filter(_calls(buyer)),
        "transfer": Transfer.objects.filter(call__in=Call.objects.filter(_calls(buyer))),
        "order_phone": OrderPhone.objects.filter(order__buyer=buyer),
        "letter": Letter.objects.filter(to=buyer),
        "rating": OrderRating.objects.filter(buyer=buyer),
        "removal_request": RemovalRequest.objects.filter(rating__buyer=buyer),
    }


def export(buyer: User, now: datetime, *, by_whom: str, why: str = "") -> Iterator[str]:
    """JSON lines; each names its ``record``. It is written down before the first line leaves."""
    _write_down(BuyerDataActKind.HANDED_OUT, buyer, sum(_counts(buyer).values()), at=now, by_whom=by_whom, why=why)
    for kind, rows in held(buyer).items():
        for row in rows.order_by("pk").values().iterator(chunk_size=200):
            yield json.dumps({"record": kind, **row}, default=str, ensure_ascii=False)


def erase(buyer: User, now: datetime, *, by_whom: str, why: str = "") -> dict[str, int]:
    """Names, numbers and words go; how many rows of each kind there were. Twice is the same as once."""
    with transaction.atomic():
        found = _counts(buyer)
        _write_down(BuyerDataActKind.ERASED, buyer, sum(found.values()), at=now, by_whom=by_whom, why=why)
        retention.forget(_calls(buyer), now)
        OrderPhone.objects.filter(order__buyer=buyer).delete()
        Letter.objects.filter(to=buyer).update(**WORDLESS)
        rated = OrderRating.objects.filter(buyer=buyer)
        RemovalRequest.objects.filter(rating__in=rated).update(message="")
        rated.update(comment="", answer="", waiting_since=None, last_changed_at=now)
    return found


def _counts(buyer: User) -> dict[str, int]:
    return {kind: rows.count() for kind, rows in held(buyer).items()}


def _write_down(kind: BuyerDataActKind, buyer: User, rows: int, *, at: datetime, by_whom: str, why: str) -> None:
    BuyerDataAct.objects.create(kind=kind, buyer=buyer, rows=rows, by_whom=by_whom, at=at, why=why)


def _calls(buyer: User) -> Q:
    numbers = list(OrderPhone.objects.filter(order__buyer=buyer).values_list("key", flat=True).distinct())
    return Q(buyer=buyer) | Q(buyer=None, phone_key__in=numbers)
