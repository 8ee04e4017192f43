"""``/zgoda/v1/faults``: a program asks the sandbox to misbehave for its own account. Elsewhere: 404."""

from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.accounts.models import User
from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.framework import Call, endpoint
from zgoda.centre.faults import plans
from zgoda.centre.faults.catalogue import Fault
from zgoda.wire import media
from zgoda.wire.scopes import Scope

ZGODA = (media.ZGODA_V1, media.JSON)


class Wanted(msgspec.Struct):
    """``rates``: per cent of requests by the fault's name."""

    on: bool
    seed: int = 1
    rates: dict[str, int] = {}


@endpoint(scope=Scope.DISPUTES, versions=ZGODA)
def read_faults(call: Call) -> HttpResponse:
    return _told(call, _account(call))


@endpoint(scope=Scope.DISPUTES, versions=ZGODA, body=Body.JSON)
def switch_faults(call: Call) -> HttpResponse:
    """On with a seed and rates, or off. Counting begins anew."""
    account, wanted = _account(call), call.read(Wanted)
    unknown = sorted(set(wanted.rates) - set(Fault))
    if unknown:
        raise problems.invalid("rates", _("There is no such fault."), unknown[0])
    rates = {Fault(name): rate for name, rate in wanted.rates.items()}
    try:
        plans.switch(account, on=wanted.on, seed=wanted.seed, rates=rates, by=account.username)
    except ValueError:
        raise problems.invalid("rates", _("Write a seed from 0 and rates from 0 to 100."), wanted.seed) from None
    return _told(call, account)


def _account(call: Call) -> User:
    if not settings.SANDBOX:
        raise problems.feature_unavailable()
    return User.objects.get(pk=call.user_id)


def _told(call: Call, account: User) -> HttpResponse:
    at_present = plans.standing(account)
    answer: dict[str, Any] = {
        "on": at_present.on,
        "seed": at_present.seed,
        "rates": at_present.rates,
        "requests": at_present.requests,
        "struck": at_present.struck,
        "known": [fault.value for fault in Fault],
    }
    return call.answer(answer)
