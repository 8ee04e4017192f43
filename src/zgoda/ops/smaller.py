"""Pages leave compressed: a phone waits for each of their bytes. Files and the answers of the API leave as they are."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class SmallerPagesMiddleware(GZipMiddleware):
    """Django pads each answer by a random length, so that its size tells nothing of what is secret in it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
