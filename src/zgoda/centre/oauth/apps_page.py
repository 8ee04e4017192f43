"""The seller's page of applications (``/auth/apps``): those that are connected, each with a way to end the
connection, and those the seller registered.
"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import current_user, role_required
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth import scopes, tokens
from zgoda.centre.oauth.models import Application, Consent


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.SELLER)
def connected(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    if user is None:
        raise Http404
    if request.method == "POST":
        return _disconnect(request, user)
    rows = Consent.objects.filter(user=user).select_related("application").order_by("application__name")
    listed = [
        {
            "application": row.application,
            "given_at": row.given_at,
            "abilities": scopes.in_words(row.scope),
        }
        for row in rows
    ]
    own = Application.objects.filter(owner=user).order_by("name", "id")
    return render(request, "oauth/apps.html", {"connections": listed, "own": own})


def _disconnect(request: HttpRequest, user: User) -> HttpResponse:
    client_id = request.POST.get("client_id", "")
    row = Consent.objects.filter(user=user, application__client_id=client_id).select_related("application").first()
    if row is not None:
        with transaction.atomic():
            tokens.disconnect(user, row.application)
        messages.success(request, _("%(name)s no longer has access.") % {"name": row.application.name})
    return redirect("oauth_apps")
