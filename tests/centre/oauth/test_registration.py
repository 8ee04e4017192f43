"""A seller registers an application of their own and can use it at once."""

import re

import pytest
from django.test import Client

from zgoda.accounts.models import Role, User
from zgoda.centre.oauth.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    client = Client()
    client.force_login(User.objects.create(username="Ceramika", role=Role.SELLER))
    return client


def test_the_id_and_secret_are_shown_once_and_the_secret_is_not_kept(seller):
    answer = seller.post("/auth/apps/new", {"name": "My desk", "redirect_uris": "https://desk.example/return"})
    page = answer.content.decode()
    application = Application.objects.get()
    secret = next(word for word in re.findall(r"<code>([^<]+)</code>", page) if word != application.client_id)
    assert application.client_id in page
    assert application.check_client_secret(secret)
    assert secret not in str(Application.objects.values().get())
    assert application.check_redirect_uri("https://desk.example/return")


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "", "redirect_uris": ""},
        {"name": "<b>desk", "redirect_uris": ""},
        {"name": "My desk", "redirect_uris": "http://desk.example/return"},
        {"name": "My desk", "redirect_uris": "https://desk.example/return#x"},
        {"name": "My desk", "redirect_uris": "javascript:alert(1)"},
        {"name": "My desk", "redirect_uris": "https://["},
        {"name": "My desk", "redirect_uris": "https://allegro.pl@evil.example/"},
        {"name": "My desk", "redirect_uris": "https://evil.example;sandbox/"},
        {"name": "My desk", "redirect_uris": "https://evil.example,x/"},
        {"name": "My desk", "redirect_uris": "https://аllegro.pl/"},
        {"name": "My desk", "redirect_uris": "https://desk.example/return#"},
        {"name": "All\u202eorgel", "redirect_uris": ""},
        {"name": "Alle\u200bgro", "redirect_uris": ""},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(seller, typed, settings):
    settings.SANDBOX = False
    answer = seller.post("/auth/apps/new", typed)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Application.objects.exists()


def test_a_program_for_the_device_flow_needs_no_address(seller):
    assert seller.post("/auth/apps/new", {"name": "My desk"}).status_code == 200
