"""Where a seller registers an application (``/auth/apps/new``) and sees its id and secret, once."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.oauth import limits
from zgoda.centre.oauth.registry import register_client

LONGEST_NAME = 100
MOST_ADDRESSES = 10
ON_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.SELLER)
def new(request: HttpRequest) -> HttpResponse:
    """A name, and the addresses consent may return to; none is needed for the device flow."""
    if request.method == "GET":
        return _form(request, {}, {})
    typed = {key: request.POST.get(key, "").strip() for key in ("name", "redirect_uris")}
    addresses = typed["redirect_uris"].split()
    errors = _errors(typed["name"], addresses)
    if not errors and not limits.within(request, "oauth_register", str(request.user.pk)):
        errors["name"] = _("Too many applications in a short time. Wait an hour, then try again.")
    if errors:
        return _form(request, typed, errors, status=400)
    client_id, secret = register_client(typed["name"], addresses)
    shown = {"name": typed["name"], "client_id": client_id, "client_secret": secret}
    return render(request, "oauth/registered.html", shown)


def _errors(name: str, addresses: list[str]) -> dict[str, str]:
    errors = {}
    if not (3 <= len(name) <= LONGEST_NAME and re.fullmatch(r"[^\x00-\x1f<>]+", name)):
        errors["name"] = _("Give the application a name of 3 to 100 characters; sellers see it when they agree.")
    if len(addresses) > MOST_ADDRESSES:
        errors["redirect_uris"] = _("At most ten addresses.")
    wrong = [address for address in addresses if not _may_return_to(address)]
    if wrong:
        errors["redirect_uris"] = _("%(address)s is not an https address without a fragment.") % {"address": wrong[0]}
    return errors


def _may_return_to(address: str) -> bool:
    """A full https address; plain http only for a program on the person's own machine, or in a sandbox."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    unencrypted = parts.scheme == "http" and (parts.hostname in ON_THIS_MACHINE or settings.SANDBOX)
    return (
        bool(parts.hostname) and not parts.fragment and len(address) <= 500 and (parts.scheme == "https" or unencrypted)
    )


def _form(request: HttpRequest, typed: dict[str, str], errors: dict[str, str], status: int = 200) -> HttpResponse:
    context = {"typed": {"name": "", "redirect_uris": "", **typed}, "errors": errors}
    return render(request, "oauth/register.html", context, status=status)
