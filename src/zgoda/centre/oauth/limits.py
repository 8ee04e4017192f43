"""Brakes on the OAuth endpoints, counted in the shared cache so that every process sees one count."""

from allauth.core import ratelimit
from django.http import HttpRequest, JsonResponse

WINDOW_SECONDS = 60


def within(request: HttpRequest, action: str, key: str) -> bool:
    """Count one use of ``action`` (rates in ``ACCOUNT_RATE_LIMITS``) for the key and for the address."""
    return bool(ratelimit.consume(request, action=action, key=key))


def too_many() -> JsonResponse:
    return JsonResponse(
        {"error": "too_many_requests", "error_description": "Too many requests. Try again in a minute."},
        status=429,
        headers={"Retry-After": str(WINDOW_SECONDS), "Cache-Control": "no-store"},
    )
