"""How allauth behaves here: sign-up only where the operator opened it, and then as a buyer of the centre."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zgoda.accounts.arrival import settle_in
from zgoda.accounts.models import Role, User
from zgoda.look.places import half


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """The last step before a new person is stored; other roles are given by an administrator."""
        super().populate_username(request, user)
        if half(request) == "centre":
            user.role = Role.BUYER

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        settle_in(request, response, user)
        return response
