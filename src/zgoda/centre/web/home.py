"""``/``: the first page of whoever signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch
from django.views.decorators.http import require_safe

from zgoda.accounts.access import signed_in
from zgoda.accounts.models import Role, User

FIRST_PAGES = {
    Role.BUYER: "purchases",
    Role.SELLER: "oauth_apps",
    Role.CONSULTANT: "queue",
    Role.MODERATOR: "reports",
    Role.HOTLINE: "hotline_calls",
    Role.WAREHOUSE: "warehouse",
    Role.ADMIN: "administration",
}
"""The name of each role's first page."""


@require_safe
@signed_in
def home(request: HttpRequest, user: User) -> HttpResponse:
    """A role without pages here is not found."""
    try:
        return redirect(FIRST_PAGES[Role(user.role)])
    except (KeyError, NoReverseMatch):
        raise Http404 from None
