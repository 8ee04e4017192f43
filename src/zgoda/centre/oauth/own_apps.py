"""A seller's own applications (``/auth/apps/<client id>``): return addresses, a new secret, the end.

To everybody but its owner an application has no such pages (404).
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zgoda.accounts import recent
from zgoda.accounts.access import role_required, signed_in
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth import addresses, registry
from zgoda.centre.oauth.models import Application, Consent


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.SELLER)
@signed_in
def one(request: HttpRequest, user: User, client_id: str) -> HttpResponse:
    """Shows the application and takes its return addresses."""
    application = _own(user, client_id)
    if request.method == "GET":
        return _page(request, application, application.redirect_uris)
    typed = request.POST.get("redirect_uris", "").strip()
    fault = addresses.fault(typed.split())
    if fault:
        return _page(request, application, typed, fault)
    registry.redirect_to(application, typed.split())
    messages.success(request, _("The return addresses are saved."))
    return redirect("oauth_app", client_id=application.client_id)


@never_cache
@require_POST
@role_required(Role.SELLER)
@signed_in
def secret(request: HttpRequest, user: User, client_id: str) -> HttpResponse:
    """A new secret, shown once, to who confirms the password again. A program that cannot keep a secret gets none."""
    application = _own(user, client_id)
    if not application.confidential:
        raise Http404
    recent.demand(request)
    fresh = registry.rotate_secret(application)
    shown = {"name": application.name, "client_id": application.client_id, "client_secret": fresh, "rotated": True}
    return render(request, "oauth/registered.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.SELLER)
@signed_in
def delete(request: HttpRequest, user: User, client_id: str) -> HttpResponse:
    """Asks once more, telling how many accounts lose their connection, and then for the password again."""
    application = _own(user, client_id)
    if request.method == "GET":
        connections = Consent.objects.filter(application=application).count()
        return render(request, "oauth/delete_app.html", {"application": application, "connections": connections})
    recent.demand(request)
    registry.delete_client(application)
    messages.success(request, _("%(name)s is deleted and has no access to any account.") % {"name": application.name})
    return redirect("oauth_apps")


def _own(user: User, client_id: str) -> Application:
    application = Application.objects.filter(owner=user, client_id=client_id).first()
    if application is None:
        raise Http404
    return application


def _page(request: HttpRequest, application: Application, typed: str, fault: str = "") -> HttpResponse:
    context = {
        "application": application,
        "typed": typed,
        "errors": {"redirect_uris": fault} if fault else {},
        "connections": Consent.objects.filter(application=application).count(),
    }
    return render(request, "oauth/own_app.html", context, status=400 if fault else 200)
