"""What no page wants and every page would have to fear is refused at the door.

A NUL character, which PostgreSQL cannot store and no keyboard types: 400. A body larger than the largest form with
all its files, which would be written to the disk before anybody asked who sends it: 413.

And on the way out: what somebody with a session was shown is kept by no cache, so that nobody reads it on the same
screen after the sign-out.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase

LARGEST_BODY = 32 * 1024 * 1024
"""Bytes: the few files that one form may carry, and room for words."""

_NUL = "\x00"


class AdmissionMiddleware:
    """Stands before everything that reads a request's address or body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_parts: object
    ) -> HttpResponse | None:
        """Pages only: a form's fields are read in any case, to find the token; the API has answers of its own."""
        if not hasattr(view, "endpoints") and _too_large(request.META.get("CONTENT_LENGTH") or "0"):
            return HttpResponse(status=413)
        if getattr(view, "csrf_exempt", False):
            return None
        try:
            typed = [str(text) for name in request.POST for text in (name, *request.POST.getlist(name))]
        except UnreadablePostError:
            return HttpResponse(status=400)
        hidden = "%00" in request.META.get("QUERY_STRING", "") or any(_NUL in text for text in typed)
        return HttpResponse(status=400) if hidden else None


def _too_large(declared: str) -> bool:
    return not declared.isdecimal() or len(declared) > 15 or int(declared) > LARGEST_BODY
