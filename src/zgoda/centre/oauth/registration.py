"""Where a seller registers an application (``/auth/apps/new``) and sees its id and secret, once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required, signed_in
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth import addresses, limits
from zgoda.centre.oauth.models import Application
from zgoda.centre.oauth.registry import register_client

LONGEST_NAME = 100
MOST_OF_ONE_OWNER = 50


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.SELLER)
@signed_in
def new(request: HttpRequest, user: User) -> HttpResponse:
    """A name, and the addresses consent may return to; none is needed for the device flow."""
    if request.method == "GET":
        return _form(request, {}, {})
    typed = {key: request.POST.get(key, "").strip() for key in ("name", "redirect_uris")}
    errors = _errors(typed["name"], typed["redirect_uris"].split()) or _brakes(request, user)
    if errors:
        return _form(request, typed, errors, status=400)
    client_id, secret = register_client(typed["name"], typed["redirect_uris"].split(), owner=user)
    shown = {"name": typed["name"], "client_id": client_id, "client_secret": secret}
    return render(request, "oauth/registered.html", shown)


def _errors(name: str, wanted: list[str]) -> dict[str, str]:
    """A name is text one can see: nothing in it hides, or turns the direction of writing on the page of consent."""
    errors = {}
    if not (3 <= len(name) <= LONGEST_NAME and name.isprintable() and not {"<", ">"} & set(name)):
        errors["name"] = _("Give the application a name of 3 to 100 characters; sellers see it when they agree.")
    fault = addresses.fault(wanted)
    return {**errors, "redirect_uris": fault} if fault else errors


def _brakes(request: HttpRequest, user: User) -> dict[str, str]:
    if Application.objects.filter(owner=user).count() >= MOST_OF_ONE_OWNER:
        return {"name": _("You have as many applications as one seller may have. Delete one first.")}
    if not limits.within(request, "oauth_register", str(user.pk)):
        return {"name": _("Too many applications in a short time. Wait an hour, then try again.")}
    return {}


def _form(request: HttpRequest, typed: dict[str, str], errors: dict[str, str], status: int = 200) -> HttpResponse:
    context = {"typed": {"name": "", "redirect_uris": "", **typed}, "errors": errors}
    return render(request, "oauth/register.html", context, status=status)
