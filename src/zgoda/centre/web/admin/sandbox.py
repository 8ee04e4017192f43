"""The sandbox's clock: what time the centre has, and moving it forward. Elsewhere than in a sandbox: 404."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre import ticking
from zgoda.centre.web.staff.frame import person
from zgoda.engine import clock, timers
from zgoda.engine.clock import ClockMove

LONGEST = timedelta(days=800)
_STEP = re.compile(r"(\d{1,5})(h|d)", re.ASCII)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def sandbox_clock(request: HttpRequest) -> HttpResponse:
    """Moves the clock and fires what becomes due on the way, as `zgoda clock --advance` does."""
    if not settings.SANDBOX:
        raise Http404
    error, typed = "", request.POST.get("hours", "").strip()
    if request.method == "POST":
        step = _step(request.POST.get("step") or f"{typed}h")
        if step is not None:
            moved = ticking.advance(step, person(request).username)
            _tell(request, moved)
            return redirect("sandbox_clock")
        error = _("Write a whole number of hours, from 1 to 19200.")
    context = {
        "lead": clock.offset(),
        "real": clock.real_now(),
        "next_due": timers.next_due(),
        "moves": list(ClockMove.objects.order_by("-id")[:10]),
        "error": error,
        "typed": typed,
    }
    return render(request, "admin/clock.html", context, status=422 if error else 200)


def _step(text: str) -> timedelta | None:
    """``24h`` or ``7d``; None for anything else, nothing at all, or more than two years."""
    match = _STEP.fullmatch(text)
    if match is None:
        return None
    step = timedelta(hours=int(match[1])) if match[2] == "h" else timedelta(days=int(match[1]))
    return step if timedelta(0) < step <= LONGEST else None


def _tell(request: HttpRequest, moved: ticking.Moved) -> None:
    words = ngettext(
        "The clock was moved. %(count)d timer took effect.",
        "The clock was moved. %(count)d timers took effect.",
        moved.fired,
    )
    messages.success(request, words % {"count": moved.fired})
    if moved.failed:
        failed = ngettext("%(count)d case failed; see the log.", "%(count)d cases failed; see the log.", moved.failed)
        messages.error(request, failed % {"count": moved.failed})
