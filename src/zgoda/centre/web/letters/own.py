"""The account's own page: which letters it gets and why, and which were sent."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role, User
from zgoda.centre.mailing import log
from zgoda.centre.web.letters.offered import offered, take
from zgoda.centre.web.staff.frame import person


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.BUYER, Role.SELLER)
def my_letters(request: HttpRequest) -> HttpResponse:
    user: User = person(request)
    if request.method == "POST":
        take(request, user)
        messages.success(request, _("Your choice is kept."))
        return redirect("my_letters")
    try:
        page = log.page(log.Asked(to=user.pk), request.GET.get("before", ""))
    except log.NoSuchPage:
        raise Http404 from None
    context = {
        "letters": offered(user),
        "email": user.email,
        "rows": page.rows,
        "older": f"?before={page.older}" if page.older else "",
    }
    return render(request, "letters/own.html", context)
