"""A session ends when it is said to end, and with its account."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from zgoda.accounts.models import User


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create(username="anna"))
    return client


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session and client.get("/").wsgi_request.user.is_authenticated


def test_a_session_signs_its_owner_in(client: Client) -> None:
    assert is_signed_in(client)


def test_an_expired_session_is_nobody(client: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_signed_in(client)


def test_a_session_deleted_by_the_operator_is_nobody(client: Client) -> None:
    Session.objects.all().delete()
    assert not is_signed_in(client)


def test_an_account_that_was_shut_is_nobody(client: Client) -> None:
    User.objects.update(is_active=False)
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_an_account_that_is_gone_is_nobody(client: Client) -> None:
    User.objects.all().delete()
    assert not client.get("/").wsgi_request.user.is_authenticated
