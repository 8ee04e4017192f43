"""The page on which a seller lets a program in, and its answer to the program (``/auth/oauth/authorize``)."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError, UnsupportedResponseTypeError
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import current_user
from zgoda.accounts.models import Role, User
from zgoda.centre.oauth import scopes
from zgoda.centre.oauth.models import Application, Consent
from zgoda.centre.oauth.parameters import MALFORMED, well_formed
from zgoda.centre.oauth.server import server


@never_cache
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    if not well_formed(request):
        return _refuse(request, InvalidRequestError(MALFORMED))
    try:
        grant = server.get_consent_grant(request, end_user=user)
    except OAuth2Error as error:
        return _refuse(request, error)
    if user is None:
        return _sign_in_first(request)
    if user.role != Role.SELLER:
        return not_a_seller(request, grant.client)
    if request.method == "POST":
        return _decide(request, grant, user)
    if request.GET.get("prompt") != "confirm" and consented(user, grant.client, grant.request.scope):
        return server.decided(grant, user)
    return _ask(request, grant)


def consented(user: User, application: Application, scope: str) -> bool:
    given = Consent.objects.filter(user=user, application=application).first()
    return given is not None and given.covers(scope)


def remember(user: User, application: Application, scope: str) -> None:
    """Add to what the seller already allowed this program."""
    given, created = Consent.objects.get_or_create(user=user, application=application, defaults={"scope": scope})
    if not created:
        given.scope = scopes.join(scopes.split(given.scope) | scopes.split(scope))
        given.save(update_fields=["scope"])


def not_a_seller(request: HttpRequest, application: Application | None) -> HttpResponse:
    context = {"application": application, "back": request.get_full_path()}
    return render(request, "oauth/not_a_seller.html", context, status=403)


def _ask(request: HttpRequest, grant: Any) -> HttpResponse:
    context = {
        "application": grant.client,
        "abilities": scopes.in_words(grant.request.scope),
        "destination": urlsplit(grant.redirect_uri).netloc or grant.redirect_uri,
        "action": request.get_full_path(),
    }
    response = render(request, "oauth/authorize.html", context)
    # Browsers hold the policy's form-action against the redirect that follows the form as well.
    response._csp_update = {"form-action": [_source(grant.redirect_uri)]}  # type: ignore[attr-defined]
    return response


def _decide(request: HttpRequest, grant: Any, user: User) -> HttpResponse:
    if request.POST.get("decision") != "approve":
        return server.decided(grant, None)
    remember(user, grant.client, grant.request.scope)
    return server.decided(grant, user)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Back here after signing in, always to the question: the sign-in page's policy lets its form lead on
    only to our own pages, and who has just signed in should see which account says yes."""
    parameters = {**request.GET.dict(), "prompt": "confirm"}
    return redirect_to_login(f"{request.path}?{urlencode(parameters)}")


def _refuse(request: HttpRequest, error: OAuth2Error) -> HttpResponse:
    """Back to the program with the error, if its address is known to be its own; else a page for the human."""
    if error.redirect_uri:
        return server.refused(error)
    # Authlib's own sentence about a missing type repeats itself.
    unsupported = isinstance(error, UnsupportedResponseTypeError)
    description = "Use response_type=code." if unsupported else error.get_error_description()
    context = {"error": error.error, "description": description}
    return render(request, "oauth/refused.html", context, status=400)


def _source(uri: str) -> str:
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else f"{parts.scheme}:"
