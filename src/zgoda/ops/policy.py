"""The Content-Security-Policy of a page: the same for all but a few, so that it is written out once."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class PolicyMiddleware(CSPMiddleware):
    """The library's own, which puts the policy together anew for each answer, asked for the first page only.

    No page of ours uses a nonce; one whose answer asks for a policy of its own gets it from the library.
    """

    _policy = ""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if any(hasattr(response, name) for name in _OWN):
            return super().process_response(request, response)
        if not self._policy:
            super().process_response(request, response)
            self._policy = response.headers.get(HEADER, "")
        response.headers.setdefault(HEADER, self._policy)
        return response
