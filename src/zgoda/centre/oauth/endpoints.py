"""What programs call: ``/auth/oauth/token`` and ``/auth/oauth/device`` (allegro-api.md §3.2)."""

from authlib.oauth2.rfc6749.util import extract_basic_authorization
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zgoda.centre.api.framework import TRACE_HEADER, new_trace_id
from zgoda.centre.oauth import limits
from zgoda.centre.oauth.parameters import malformed, well_formed
from zgoda.centre.oauth.server import server


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """One transaction: an error answer commits too, because a misuse may have ended a family."""
    if not well_formed(request):
        return _traced(malformed())
    if not limits.within(request, "oauth_token", _client_id(request)):
        return _traced(limits.too_many())
    with transaction.atomic():
        return _traced(server.token_response(request))


@csrf_exempt
@require_POST
def device(request: HttpRequest) -> HttpResponse:
    if not well_formed(request):
        return _traced(malformed())
    if not limits.within(request, "oauth_device", _client_id(request)):
        return _traced(limits.too_many())
    return _traced(server.device_response(request))


def _traced(response: HttpResponse) -> HttpResponse:
    response.headers[TRACE_HEADER] = new_trace_id()
    return response


def _client_id(request: HttpRequest) -> str:
    named = extract_basic_authorization(request.headers)[0]
    return named or request.POST.get("client_id") or request.GET.get("client_id") or "-"
