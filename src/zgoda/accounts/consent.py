"""The page where anybody chooses, renews or withdraws consent (S0-62, S0-63).

The choice is kept in a signed cookie; for a signed-in person every choice is also a row, as evidence. Withdrawing
adds a row and never changes an earlier one: what was done before stays covered by what was agreed then (S0-62).
"""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zgoda.accounts.models import ConsentRecord
from zgoda.domain.consent import NOTHING, Consent, Purpose
from zgoda.domain.markets import market
from zgoda.engine import clock
from zgoda.look.places import market_of
from zgoda.look.words.purposes import purpose_name, purposes_summary

COOKIE = "zgoda_consent"
VERSION = 1
COOKIE_AGE = 366 * 24 * 3600


class ChoiceForm(forms.Form):
    """Any of the eight, or none."""

    purpose = forms.MultipleChoiceField(choices=[(item.value, item.value) for item in Purpose], required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Shows and takes the choice. ``all`` and ``none`` are one-click answers of equal weight."""
    if request.method == "POST":
        return _choose(request)
    given, now = read(request), clock.real_now()
    zone = market(market_of(request)).zone
    ends = given.until(zone) if given else None
    valid = bool(given and ends and now < ends)
    chosen = given.purposes if given and valid else NOTHING
    return render(
        request,
        "accounts/consent.html",
        {
            "given": given,
            "ends": ends,
            "valid": valid,
            "chosen": sorted(chosen),
            "summary": purposes_summary(chosen),
            "options": [{"value": item.value, "label": purpose_name(item)} for item in Purpose],
        },
    )


def allowed(request: HttpRequest, purpose: Purpose) -> bool:
    """Whether something optional may be done now; without a valid consent the answer is no (S0-62)."""
    given = read(request)
    return given is not None and given.covers(purpose, clock.real_now(), market(market_of(request)).zone, VERSION)


def read(request: HttpRequest) -> Consent | None:
    """What the signed cookie holds; a missing, altered or unreadable one is no consent."""
    raw = request.get_signed_cookie(COOKIE, default="", salt=COOKIE)
    try:
        version, stamp, names = str(raw).split("|")
        given_at = datetime.fromtimestamp(int(stamp), UTC)
        return Consent(frozenset(Purpose(name) for name in names.split() if name), given_at, int(version))
    except ValueError:
        return None


def _choose(request: HttpRequest) -> HttpResponse:
    answer = request.POST.get("answer", "")
    form = ChoiceForm(request.POST)
    response = redirect("consent")
    if not form.is_valid():
        messages.error(request, _("Choose from the list, please."))
        return response
    picked = {"all": list(Purpose), "none": []}.get(answer, form.cleaned_data["purpose"])
    now = clock.real_now()
    names = " ".join(sorted(str(name) for name in picked))
    response.set_signed_cookie(
        COOKIE,
        f"{VERSION}|{int(now.timestamp())}|{names}",
        salt=COOKIE,
        max_age=COOKIE_AGE,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    if request.user.is_authenticated:
        ConsentRecord.objects.create(user=request.user, given_at=now, purposes=names, version=VERSION)
    messages.success(request, _("Your choice is saved. You can change it here at any time."))
    return response
