"""Switching faults on and off, and numbering requests. Everything here refuses to work outside of a sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from zgoda.accounts.models import User
from zgoda.centre.faults.catalogue import Fault
from zgoda.centre.faults.dice import Dice
from zgoda.centre.faults.models import FaultCount, FaultPlan, FaultStrike
from zgoda.engine.clock import real_now

_log = structlog.get_logger(__name__)

LARGEST_SEED = 2**63 - 1


class NoSandbox(Exception):
    """Faults were asked for where people's real problems are settled."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's faults as they stand: rates in per cent, and how often each has struck."""

    login: str
    on: bool
    seed: int
    rates: dict[str, int]
    struck: dict[str, int]
    requests: int


def switch(account: User, *, on: bool, seed: int, rates: Mapping[Fault, int], by: str) -> None:
    """Ask for faults, or end them. Counting begins anew with each switch, so a seed can be replayed."""
    _only_in_a_sandbox()
    if not 0 <= seed <= LARGEST_SEED or any(not 0 <= rate <= 100 for rate in rates.values()):
        raise ValueError("a seed is a whole number from 0, a rate from 0 to 100 per cent")
    kept = {fault.value: rate for fault, rate in rates.items() if rate}
    with transaction.atomic():
        FaultPlan.objects.filter(account=account).delete()
        FaultPlan.objects.create(
            account=account, on=on, seed=seed, rates=kept, changed_at=real_now(), changed_by=by[:150]
        )
    _log.warning("faults_switched", account=account.username, on=on, seed=seed, rates=kept, by=by)


def switch_off(account: User, by: str) -> bool:
    """End an account's faults; what was asked for and what struck stay readable. Whether they were on."""
    _only_in_a_sandbox()
    rows = FaultPlan.objects.filter(account=account, on=True)
    changed = rows.update(on=False, changed_at=real_now(), changed_by=by[:150]) == 1
    if changed:
        _log.warning("faults_switched", account=account.username, on=False, by=by)
    return changed


def standing(account: User) -> Standing:
    """What an account's faults are; off and empty where nobody ever asked for any."""
    _only_in_a_sandbox()
    plan = FaultPlan.objects.filter(account=account).first()
    if plan is None:
        return Standing(account.username, False, 1, {}, {}, 0)
    struck = plan.strikes.values_list("fault").annotate(count=Count("id")).order_by("fault")
    requests = sum(plan.counts.values_list("number", flat=True))
    return Standing(account.username, plan.on, plan.seed, dict(plan.rates), dict(struck), requests)


def accounts_on() -> list[str]:
    """Logins whose answers are spoilt at present."""
    if not settings.SANDBOX:
        return []
    on = FaultPlan.objects.filter(on=True).order_by("account__username")
    return list(on.values_list("account__username", flat=True))


def warning() -> str:
    """For the banner of every page; empty while nothing is spoilt."""
    logins = accounts_on()
    return _("faults are switched on for %(logins)s") % {"logins": ", ".join(logins[:3])} if logins else ""


def dice_for(account_id: int, operation: str) -> Dice | None:
    """The next request of this operation, numbered from 0; None while the account's faults are off."""
    plan = FaultPlan.objects.filter(account_id=account_id, on=True).select_related("account").first()
    if plan is None:
        return None
    with transaction.atomic():
        FaultCount.objects.get_or_create(plan=plan, operation=operation)
        rows = FaultCount.objects.filter(plan=plan, operation=operation)
        rows.update(number=F("number") + 1)
        number = rows.values_list("number", flat=True).get() - 1
    return Dice(plan.seed, plan.account.username, operation, number, plan.rates)


def keep_strikes(account_id: int, dice: Dice) -> None:
    """Write down what took effect."""
    at = real_now()
    FaultStrike.objects.bulk_create(
        FaultStrike(plan_id=account_id, operation=dice.operation, number=dice.number, fault=fault, at=at)
        for fault in dice.struck
    )


def _only_in_a_sandbox() -> None:
    if not settings.SANDBOX:
        raise NoSandbox("faults can be switched on in a sandbox only")
