"""A shop with an owner, an administrator and an agent, and a browser for each."""

from collections.abc import Callable

import pytest
from django.test import Client

from zgoda.accounts.models import User
from zgoda.desk.store.models import Member, MemberRole, Shop

Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _letters(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def shop(db: None) -> Shop:
    shop = Shop.objects.create(name="Rowery Ola")
    for login, role in (("ola", MemberRole.OWNER), ("adam", MemberRole.ADMIN), ("ewa", MemberRole.AGENT)):
        user = User.objects.create(username=login, email=f"{login}@example.com", language="en")
        Member.objects.create(user=user, shop=shop, role=role)
    return shop


@pytest.fixture
def member(shop: Shop) -> Callable[[str], Member]:
    return lambda login: Member.objects.select_related("user", "shop").get(user__username=login, shop=shop)


@pytest.fixture
def browser(shop: Shop) -> Browser:
    """The browser of whoever is named; of nobody for an empty name."""

    def of(login: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        if login:
            client.force_login(User.objects.get(username=login))
        return client

    return of
