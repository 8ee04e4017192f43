"""Which seller's programs the sandbox misbehaves for, how, how often and by which seed. Elsewhere: 404."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role, User
from zgoda.centre.faults import plans
from zgoda.centre.faults.catalogue import GROUPS, ORDINARY, WORDS, Fault
from zgoda.centre.web.staff.frame import person

MOST_ACCOUNTS = 200


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def faults(request: HttpRequest) -> HttpResponse:
    """One account at a time: chosen by ``?login=``, else the first that is spoilt, else the first there is."""
    if not settings.SANDBOX:
        raise Http404
    accounts = list(User.objects.filter(role=Role.SELLER).order_by("username")[:MOST_ACCOUNTS])
    affected = plans.accounts_on()
    login = request.POST.get("login") or request.GET.get("login") or next(iter(affected), "")
    account = User.objects.filter(role=Role.SELLER, username=login.replace("\0", "")).first()
    if login and account is None:
        raise Http404
    account = account or next(iter(accounts), None)
    error = ""
    if request.method == "POST" and account is not None:
        error = _switched(request, account)
        if not error:
            return redirect(f"{reverse('faults')}?{urlencode({'login': account.username})}")
    switched_on = _("switched on")
    names = [
        (one.username, f"{one.username} · {switched_on}" if one.username in affected else one.username)
        for one in accounts
    ]
    context = {"names": names, "account": account, "error": error, **_form(request, account)}
    return render(request, "admin/faults.html", context, status=422 if error else 200)


def _switched(request: HttpRequest, account: User) -> str:
    """What is wrong with the form; empty when it was carried out."""
    does, by = request.POST.get("does", ""), person(request).username
    if does == "off":
        plans.switch_off(account, by)
        messages.success(request, _("The faults are switched off."))
        return ""
    seed = _whole(request.POST.get("seed", ""), plans.LARGEST_SEED)
    rates = (
        ORDINARY if does == "ordinary" else {fault: _whole(request.POST.get(fault, "") or "0", 100) for fault in Fault}
    )
    wanted = {fault: rate for fault, rate in rates.items() if rate is not None}
    if seed is None or len(wanted) < len(rates):
        return _("Write whole numbers: a seed from 0, and from 0 to 100 per cent for each fault.")
    plans.switch(account, on=True, seed=seed, rates=wanted, by=by)
    messages.success(request, _("The faults are switched on. Requests are counted anew."))
    return ""


def _form(request: HttpRequest, account: User | None) -> dict[str, object]:
    standing = plans.standing(account) if account else plans.Standing("", False, 1, {}, {}, 0)
    typed = request.POST if request.method == "POST" else {}
    groups = [
        (
            name,
            [
                {
                    "name": fault.value,
                    "words": WORDS[fault],
                    "rate": typed.get(fault, standing.rates.get(fault, 0)),
                    "struck": standing.struck.get(fault, 0),
                }
                for fault in members
            ],
        )
        for name, members in GROUPS
    ]
    return {"standing": standing, "seed": typed.get("seed", standing.seed), "groups": groups}


def _whole(text: str, largest: int) -> int | None:
    fits = text.isascii() and text.isdecimal() and len(text) < 20
    return int(text) if fits and int(text) <= largest else None
