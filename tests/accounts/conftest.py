"""Both halves' sign-in, with an empty count of failures."""

import pytest
from django.core.cache import cache

from zgoda.accounts.models import Role, User

PASSWORD = "tajne-haslo-7"


@pytest.fixture(autouse=True)
def _forget_failures(db: None) -> None:
    cache.clear()


@pytest.fixture
def buyer() -> User:
    return User.objects.create_user("Kupujacy", "kupujacy@example.com", PASSWORD, role=Role.BUYER)
