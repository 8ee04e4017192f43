"""The sign-in page, and in a sandbox one button for each sample person."""

from typing import Any

from allauth.account.views import LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zgoda.accounts.arrival import settle_in
from zgoda.accounts.forms import SignInForm
from zgoda.accounts.models import Role, User
from zgoda.accounts.sample_people import by_role
from zgoda.look.places import half


class SignIn(LoginView):  # type: ignore[misc]
    """allauth's page (limits on failures, no telling which logins exist) with the sandbox's people beside it.

    Context besides allauth's: ``sample_people`` (groups by role, empty outside a sandbox) and ``next`` (text).
    """

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "sample_people": by_role(sample_people(self.request)), "next": _next(self.request)}


sign_in = SignIn.as_view()


@require_POST
def sandbox_sign_in(request: HttpRequest) -> HttpResponse:
    """Become a sample person (``login``) without a password; elsewhere than in a sandbox there is no such page."""
    person = sample_people(request).filter(username=request.POST.get("login", "")).first()
    if person is None:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    response = redirect(_next(request) or resolve_url(settings.LOGIN_REDIRECT_URL))
    settle_in(request, response, person)
    return response


def sample_people(request: HttpRequest) -> QuerySet[User]:
    """The sample people of this half: at the centre those with a role, at the desk the agents, who have none."""
    if not settings.SANDBOX:
        return User.objects.none()
    people = User.objects.filter(sample=True, is_active=True).order_by("role", "username")
    return people.filter(role=Role.NONE) if half(request) == "desk" else people.exclude(role=Role.NONE)


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""
