"""Second factors: an app's codes, recovery codes, who must have one, and that their secrets are kept encrypted."""

import hmac
import re
import struct
import time
from base64 import b32decode
from hashlib import sha1

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.accounts.confirming import confirmed
from tests.accounts.conftest import PASSWORD
from zgoda.accounts.models import Role, User
from zgoda.desk.store.models import Member, MemberRole, Shop

HALVES = ["centre", "desk"]


def window(half: str = "centre") -> Client:
    return Client(headers={"accept-language": "en"}, **{"zgoda.half": half})


def code_of(secret: str, steps: int = 0) -> str:
    """What an app shows (RFC 6238), ``steps`` half minutes from now."""
    digest = hmac.new(b32decode(secret), struct.pack(">Q", int(time.time()) // 30 + steps), sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def with_app(user: User, half: str = "centre") -> tuple[Client, str]:
    """The person's browser after an app was added, and the app's secret."""
    browser = window(half)
    browser.force_login(user)
    confirmed(browser)
    secret = re.search(r'id="totp-secret" value="([A-Z2-7]+)"', browser.get("/account/factors/app").content.decode())
    assert secret
    answer = browser.post("/account/factors/app", {"code": code_of(secret[1])})
    assert answer["Location"] == "/account/factors/codes"
    return browser, secret[1]


@pytest.mark.parametrize("half", HALVES)
def test_with_an_app_the_password_alone_does_not_let_in(buyer: User, half: str) -> None:
    _, secret = with_app(buyer, half)
    again = window(half)
    first = again.post("/sign-in", {"login": "Kupujacy", "password": PASSWORD})
    assert first["Location"] == "/sign-in/code"
    assert again.get("/account/sessions").status_code == 302
    assert again.post("/sign-in/code", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in again.session
    again.post("/sign-in/code", {"code": code_of(secret, steps=1)})
    assert again.session["_auth_user_id"] == str(buyer.pk)


def test_a_code_counts_once(buyer: User) -> None:
    _, secret = with_app(buyer)
    code = code_of(secret, steps=1)
    for expected in (True, False):
        again = window()
        again.post("/sign-in", {"login": "Kupujacy", "password": PASSWORD})
        again.post("/sign-in/code", {"code": code})
        assert ("_auth_user_id" in again.session) is expected


def test_a_recovery_code_lets_in_once(buyer: User) -> None:
    browser, _ = with_app(buyer)
    codes = re.findall(r"<code>(\w+)</code>", browser.get("/account/factors/codes").content.decode())
    assert len(codes) == 10
    for expected in (True, False):
        again = window()
        again.post("/sign-in", {"login": "Kupujacy", "password": PASSWORD})
        again.post("/sign-in/code", {"code": codes[0]})
        assert ("_auth_user_id" in again.session) is expected
    assert codes[1].encode() in browser.get("/account/factors/codes/file").content


def test_secrets_of_factors_are_encrypted_at_rest(buyer: User) -> None:
    browser, secret = with_app(buyer)
    codes = re.findall(r"<code>(\w+)</code>", browser.get("/account/factors/codes").content.decode())
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not [code for code in codes if code in kept]


@pytest.mark.parametrize("path", ["app/end", "codes/new", "passkeys/new"])
def test_changing_factors_asks_for_the_password_again(buyer: User, path: str) -> None:
    with_app(buyer)
    fresh = window()
    fresh.force_login(buyer)
    assert fresh.get(f"/account/factors/{path}")["Location"].startswith("/account/confirm?next=")


def test_every_page_of_factors_is_drawn(buyer: User) -> None:
    browser, _ = with_app(buyer)
    assert "data-passkey-press" in browser.get("/account/factors/passkeys/new").content.decode()
    Authenticator.objects.create(user=buyer, type="webauthn", data={"name": "Phone", "credential": {}})
    key = Authenticator.objects.get(type="webauthn").pk
    for path in ("", "/codes", "/codes/new", "/app/end", "/passkeys", f"/passkeys/{key}", f"/passkeys/{key}/end"):
        page = browser.get(f"/account/factors{path}")
        assert page.status_code == 200, path
        assert "<h1>" in page.content.decode()
    fresh = window()
    fresh.force_login(buyer)
    assert "Use a code" in fresh.get("/account/confirm").content.decode()
    assert fresh.get("/account/confirm/code").status_code == 200


def test_somebody_elses_passkey_has_no_page(buyer: User) -> None:
    other = User.objects.create(username="other")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Phone", "credential": {}})
    browser = confirmed_window(buyer)
    for path in ("", "/end"):
        assert browser.get(f"/account/factors/passkeys/{key.pk}{path}").status_code == 404
        assert browser.post(f"/account/factors/passkeys/{key.pk}{path}").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def confirmed_window(user: User, half: str = "centre") -> Client:
    browser = window(half)
    browser.force_login(user)
    return confirmed(browser)


def test_where_required_staff_is_led_to_add_a_factor_and_then_comes_in(settings: object) -> None:
    settings.SECOND_FACTOR = "staff"
    admin = User.objects.create_user("admin", password=PASSWORD, role=Role.ADMIN)
    browser = confirmed_window(admin)
    led = browser.get("/administration")
    assert led["Location"] == "/account/factors"
    assert "a second factor is required" in browser.get("/account/factors").content.decode()
    with_app(admin)
    assert browser.get("/administration").status_code == 200


def test_a_buyer_needs_no_factor_and_strangers_learn_nothing(buyer: User, settings: object) -> None:
    settings.SECOND_FACTOR = "staff"
    browser = confirmed_window(buyer)
    assert browser.get("/purchases").status_code == 200
    assert browser.get("/administration").status_code == 404


@pytest.mark.parametrize(("role", "led"), [("OWNER", True), ("ADMIN", True), ("AGENT", False), ("READONLY", False)])
def test_where_required_who_runs_a_shop_needs_one(role: str, led: bool, settings: object) -> None:
    settings.SECOND_FACTOR = "staff"
    user = User.objects.create_user("ola", password=PASSWORD)
    Member.objects.create(user=user, shop=Shop.objects.create(name="Rowery"), role=MemberRole(role))
    browser = confirmed_window(user, "desk")
    for path in ("/", "/connections"):
        assert (browser.get(path).status_code == 302) is led


def test_where_it_is_optional_nobody_is_led(settings: object) -> None:
    settings.SECOND_FACTOR = "optional"
    admin = User.objects.create_user("admin", password=PASSWORD, role=Role.ADMIN)
    assert confirmed_window(admin).get("/administration").status_code == 200
