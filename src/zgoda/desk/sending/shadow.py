"""What shadow mode showed: reviewed, then sent by a person or dropped. Nothing of it leaves by itself."""

from collections.abc import Iterable
from uuid import UUID

from zgoda.accounts.models import User
from zgoda.desk.cases import actions
from zgoda.desk.store.models import Outgoing, SendState

PAGE = 40


def rows(shop_id: int) -> tuple[list[Outgoing], bool]:
    """The latest, and whether there are more."""
    shown = Outgoing.objects.filter(state=SendState.SHADOW, case__shop_id=shop_id)
    found = list(
        shown.select_related("case__connection", "by")
        .defer("case__remote", "case__own", "case__connection__access_token", "case__connection__refresh_token")
        .order_by("-created_at", "-number")[: PAGE + 1]
    )
    return found[:PAGE], len(found) > PAGE


def send(shop_id: int, ids: Iterable[UUID], by: User) -> int:
    """Each as though its writer were armed: held where the buyer wrote meanwhile. How many were let go."""
    return sum(actions.send_shown(one, by) for one in _own(shop_id, ids))


def drop(shop_id: int, ids: Iterable[UUID]) -> int:
    return sum(actions.cancel(one) for one in _own(shop_id, ids))


def _own(shop_id: int, ids: Iterable[UUID]) -> list[UUID]:
    """Those of the shop that are still shown, the oldest first."""
    mine = Outgoing.objects.filter(pk__in=list(ids), state=SendState.SHADOW, case__shop_id=shop_id)
    return list(mine.order_by("created_at", "number").values_list("pk", flat=True))
