"""Where a seller types the code their device shows (``/skojarz-aplikacje``, ``?code=`` fills it in)."""

import re

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import signed_in
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth import limits, scopes
from zgoda.centre.oauth.consent import not_a_seller, remember
from zgoda.centre.oauth.models import DeviceCode


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def pair(request: HttpRequest, user: User) -> HttpResponse:
    """Type the code, see who asks for what, decide. Guessing codes is braked per person and address."""
    if user.role != Role.SELLER:
        return not_a_seller(request, None)
    if request.method == "GET":
        return _page(request, code=request.GET.get("code", ""))
    if not limits.within(request, "oauth_user_code", str(user.pk)):
        return _page(request, error=_("Too many codes tried. Wait a minute, then try again."), status=429)
    code = request.POST.get("code", "")
    decision = request.POST.get("decision", "")
    with transaction.atomic():
        waiting = _waiting(code)
        if waiting is None:
            message = _("This code is wrong, already used or too old. Look at your device for the current one.")
            return _page(request, code=code, error=message, status=400)
        if decision not in {"approve", "deny"}:
            return _question(request, waiting)
        return _decide(request, waiting, user, approved=decision == "approve")


def _waiting(code: str) -> DeviceCode | None:
    return (
        DeviceCode.objects.select_for_update(of=("self",))
        .select_related("application")
        .filter(
            user_code=re.sub(r"[^A-Z]", "", code.upper()),
            state=DeviceCode.State.PENDING,
            expires_at__gt=timezone.now(),
            application__disabled_at=None,
        )
        .first()
    )


def _decide(request: HttpRequest, waiting: DeviceCode, user: User, *, approved: bool) -> HttpResponse:
    waiting.user = user
    waiting.state = DeviceCode.State.APPROVED if approved else DeviceCode.State.DENIED
    waiting.save(update_fields=["user", "state"])
    if approved:
        remember(user, waiting.application, waiting.scope)
    return render(request, "oauth/device_done.html", {"application": waiting.application, "approved": approved})


def _question(request: HttpRequest, waiting: DeviceCode) -> HttpResponse:
    code = f"{waiting.user_code[:4]}-{waiting.user_code[4:]}"
    context = {"application": waiting.application, "abilities": scopes.in_words(waiting.scope), "code": code}
    return render(request, "oauth/device_confirm.html", context)


def _page(request: HttpRequest, *, code: str = "", error: str = "", status: int = 200) -> HttpResponse:
    return render(request, "oauth/device.html", {"code": code, "error": error}, status=status)
