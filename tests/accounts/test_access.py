"""Who may open a page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from zgoda.accounts.access import role_required, signed_in
from zgoda.accounts.models import Role, User


@role_required(Role.CONSULTANT, Role.MODERATOR)
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


@signed_in
def own(request: HttpRequest, user: User) -> HttpResponse:
    return HttpResponse(user.username)


def asked(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/queue?page=2")
    request.user = user
    return request


@pytest.mark.parametrize("role", list(Role))
def test_a_page_exists_for_its_roles_only(role: Role) -> None:
    request = asked(User(username="ktos", role=role))
    if role in {Role.CONSULTANT, Role.MODERATOR}:
        assert page(request).status_code == 200
    else:
        with pytest.raises(Http404):
            page(request)


@pytest.mark.parametrize("view", [page, own])
def test_anonymous_signs_in_and_comes_back(view: object) -> None:
    response = view(asked(AnonymousUser()))  # type: ignore[operator]
    assert response.status_code == 302
    assert response["Location"] == "/sign-in?next=/queue%3Fpage%3D2"


def test_a_signed_in_page_gets_the_person() -> None:
    assert own(asked(User(username="ktos"))).content == b"ktos"  # type: ignore[attr-defined]
