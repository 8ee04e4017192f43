"""Writing a letter down, in the transaction of what it tells; a job sends it."""

from uuid import UUID

from zgoda.centre.mailing.models import Letter
from zgoda.centre.mailing.sending import send_letter
from zgoda.centre.store.purchases import concerned_orders
from zgoda.domain import notifications
from zgoda.domain.discussion import Discussion
from zgoda.domain.notifications import Kind
from zgoda.domain.rule_sets import rule_set
from zgoda.engine import clock


def post(kind: Kind, to: int, *, key: str, about: object, hidden: bool = False) -> None:
    """One letter to one account. ``key`` names what it tells of: the same key gives no second letter."""
    letter, is_new = Letter.objects.get_or_create(
        key=f"{key}:{kind}:{to}",
        defaults={
            "kind": kind,
            "to_id": to,
            "about": str(about),
            "hidden": hidden,
            "created_at": clock.now(),
        },
    )
    if is_new:
        send_letter.enqueue(str(letter.pk))


def about_case(kind: Kind, case: Discussion, to: int, key: str) -> None:
    """Of a Discussion, to its seller. S1-56: of a hidden one nothing; `hidden_opening` alone tells of it."""
    if notifications.may_tell(kind, hidden=case.hidden):
        post(kind, to, key=key, about=case.id)


def hidden_opening(case: Discussion, key: str) -> None:
    """S1-57, C-44: to each seller whose order is part of what the Warehouse sends. The rows know the order of each and
    not the case. C-32: who sends on its own has no part in it."""
    kind = notifications.of_opening(hidden=True)
    for order_id, seller_id in concerned_orders(case.purchase, rule_set(case.rule_set)):
        post(kind, seller_id, key=f"{key}:{order_id}", about=order_id, hidden=True)


def about_claim(kind: Kind, claim_id: UUID, to: int, key: str) -> None:
    post(kind, to, key=key, about=claim_id)
