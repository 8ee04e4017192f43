"""Which half a request is for, where one process serves both (the in-process tests do)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class HalfMiddleware:
    """Takes the URL table from the WSGI environment's ``zgoda.half`` when the server names one there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        half = request.META.get("zgoda.half")
        if half:
            request.urlconf = f"zgoda.{half}.urls"
        return self.get_response(request)
