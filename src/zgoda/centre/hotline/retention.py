"""When the hotline forgets people. What is counted stays: that there was a call, when, in which market, about what,
with which seller, how it ended, and how attempts to hand it over went.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from zgoda.centre.hotline.models import Call, OrderPhone, Transfer
from zgoda.centre.mailing.models import Letter
from zgoda.centre.mailing.sending import WORDLESS

AT_ONCE = 1000


def sweep(now: datetime) -> int:
    """Forget the callers of calls that began more than `settings.HOTLINE_KEPT_DAYS` ago, and numbers of orders bought
    before that, at most `AT_ONCE` of each; how many went. Numbers are looked through in the order they came."""
    before = now - timedelta(days=settings.HOTLINE_KEPT_DAYS)
    old = Call.objects.filter(forgotten_at=None, began_at__lt=before).order_by("began_at", "pk")
    calls = forget(Q(pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE])), now)
    eldest = OrderPhone.objects.order_by("pk").values_list("pk", "order__bought_at")[:AT_ONCE]
    gone, _ = OrderPhone.objects.filter(pk__in=[pk for pk, bought_at in eldest if bought_at < before]).delete()
    return calls + gone


def forget(which: Q, now: datetime) -> int:
    """Empty these calls, what was written to hand them over, and the letters that told of it; how many calls."""
    with transaction.atomic():
        found = Call.objects.select_for_update().filter(which, forgotten_at=None).order_by("pk")
        calls = list(found.values_list("pk", flat=True))
        attempts = Transfer.objects.filter(call__in=calls)
        told = [str(pk) for pk in attempts.values_list("pk", flat=True)]
        Letter.objects.filter(about__in=told).update(**WORDLESS)
        attempts.update(summary="")
        return Call.objects.filter(pk__in=calls).update(
            caller_name="",
            caller_phone="",
            phone_key="",
            notes="",
            buyer=None,
            order=None,
            thread_message=None,
            forgotten_at=now,
        )
