"""The edges of HTTP: where one may be led, what cookies say, which hosts are believed, how large a body may be."""

import json

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse

from tests.security.test_pages import harm_in
from tests.security.visitors import Visitors
from tests.security.world import HOSTILE, MARK, World
from zgoda.centre.mailing import posting
from zgoda.centre.mailing.models import Letter
from zgoda.centre.mailing.sending import send_letter
from zgoda.domain.notifications import Kind
from zgoda.ops.admission import LARGEST_BODY

BETA = "application/vnd.allegro.beta.v1+json"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "\t//evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_site(settings, world: World, knocking: Visitors, target: str):
    settings.SANDBOX = True
    world.users["buyer"].__class__.objects.filter(pk=world.users["other_buyer"].pk).update(sample=True)
    for half in ("centre", "desk"):
        for path, form in (
            ("/language", {"language": "en", "next": target}),
            ("/market", {"market": "pl", "next": target}),
            ("/consent", {"answer": "none", "next": target}),
            ("/sign-out", {"next": target}),
        ):
            answer = knocking.ask("buyer", half, "POST", path, form)
            assert answer.status_code == 302, (half, path)
            assert _stays(answer), (half, path, answer["Location"])
        for path in ("/sign-in", "/sign-up"):
            page = knocking.ask("anonymous", half, "GET", f"{path}?next={target}")
            assert harm_in(page) == []
    entered = knocking.ask("anonymous", "centre", "POST", "/sandbox/sign-in", {"login": "other-buyer", "next": target})
    assert entered.status_code == 302
    assert _stays(entered), entered["Location"]


def test_a_wish_to_read_on_survives_the_sign_in_only_within_our_pages(world: World, knocking: Visitors):
    answer = knocking.ask("anonymous", "centre", "GET", f"/discussions/{world.case.id}")
    assert answer["Location"] == f"/sign-in?next=/discussions/{world.case.id}"


def test_cookies_cannot_be_read_by_scripts_and_stay_at_home(world: World, knocking: Visitors):
    user = world.users["buyer"]
    user.set_password("correct horse battery")
    user.save()
    form = {"login": user.username, "password": "correct horse battery"}
    answer = knocking.ask("anonymous", "centre", "POST", "/sign-in", form)
    assert answer.status_code == 302
    session = answer.cookies["zgoda_centre"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    for path, asked in (
        ("/language", {"language": "en"}),
        ("/market", {"market": "pl"}),
        ("/consent", {"answer": "none"}),
    ):
        for cookie in knocking.ask("anonymous", "centre", "POST", path, asked).cookies.values():
            assert cookie["samesite"] == "Lax", cookie.key
            dropped = not cookie.value and str(cookie["max-age"]) == "0"
            assert cookie["httponly"] or "csrf" in cookie.key or dropped, cookie.key


def test_behind_tls_cookies_travel_by_tls_only():
    """The settings decide it from the half's own address."""
    import subprocess
    import sys

    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.CSRF_TRUSTED_ORIGINS)"
    environment = {
        "DJANGO_SETTINGS_MODULE": "zgoda.settings",
        "ZGODA_HALF": "desk",
        "ZGODA_DESK_URL": "https://desk.example",
        "ZGODA_SECRET_KEY": "x" * 50,
        "ZGODA_PARTNER_SECRET": "x" * 50,
        "ZGODA_TOKEN_KEYS": "x" * 50,
    }
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "True True True ['https://desk.example']"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "a b", ""])
def test_another_host_in_the_header_is_not_believed(world: World, knocking: Visitors, host: str):
    browser = knocking.browsers["anonymous"]
    answer = browser.post("/password", {"email": "buyer@example.com"}, HTTP_HOST=host, **{"zgoda.half": "centre"})
    assert answer.status_code == 400
    assert mail.outbox == []


def test_a_header_cannot_be_broken(world: World, knocking: Visitors):
    for value in ("a\r\nSet-Cookie: x=y", "a%0d%0aSet-Cookie:%20x=y"):
        answer = knocking.ask("buyer", "centre", "POST", "/language", {"language": "en", "next": f"/{value}"})
        assert "x" not in answer.cookies
        assert "\n" not in answer["Location"]
        traced = knocking.ask("token", "centre", "GET", f"/sale/issues?status={value}")
        assert traced.status_code in {400, 422}
        assert "x" not in traced.cookies


def test_a_huge_body_is_refused_before_it_is_read(world: World, knocking: Visitors):
    for half, path in (("centre", "/sign-in"), ("centre", "/auth/oauth/token"), ("desk", "/cases/1/send")):
        answer = knocking.browsers["anonymous"].generic(
            "POST", path, b"x", CONTENT_LENGTH=str(LARGEST_BODY + 1), **{"zgoda.half": half}
        )
        assert answer.status_code == 413, path


def test_many_words_in_a_form_are_refused_with_words(world: World, knocking: Visitors):
    form = {"text": "ż" * 20_001, "token": ""}
    answer = knocking.ask("buyer", "centre", "POST", f"/discussions/{world.case.id}/messages", form)
    assert answer.status_code == 422
    too_much = knocking.ask(
        "buyer", "centre", "POST", f"/discussions/{world.case.id}/messages", {"text": "x" * 9_000_000}
    )
    assert too_much.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"text":' + b"[" * 100_000,
        b'{"text":"\\ud800","type":"REGULAR"}',
        b'{"text":"a","type":"REGULAR","attachments":' + b"1" * 5000 + b"}",
        b'{"text":1e999999,"type":"REGULAR"}',
        b"\xff\xfe",
        b"null",
        b'{"text":"a","type":"REGULAR","attachments":[{"id":"\\u0000"}]}',
    ],
)
def test_a_body_that_is_a_trap_is_refused_in_the_envelope(world: World, knocking: Visitors, body: bytes):
    answer = knocking.ask("token", "centre", "POST", f"/sale/issues/{world.case.id}/message", body, BETA)
    assert answer.status_code in {400, 422}
    assert json.loads(answer.content)["errors"]


def test_the_api_gives_words_as_json_that_no_browser_takes_for_a_page(world: World, knocking: Visitors):
    for path in (f"/sale/issues/{world.case.id}/chat", f"/sale/issues/{world.case.id}", "/order/checkout-forms"):
        answer = knocking.ask("token", "centre", "GET", path)
        assert answer.status_code == 200
        assert answer["Content-Type"].endswith("+json")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"].startswith("no-cache, no-store")
        assert MARK in answer.content.decode()


def test_a_nul_in_what_a_program_says_harms_nobody(world: World, knocking: Visitors):
    shipments = f"/order/checkout-forms/{world.order.id}/shipments"
    asked = {"carrierId": "OTHER", "waybill": "1", "carrierName": "a\x00b"}
    kind = "application/vnd.allegro.public.v1+json"
    assert knocking.ask("token", "centre", "POST", shipments, asked, kind).status_code == 400
    assert knocking.ask("anonymous", "centre", "POST", "/auth/oauth/token?client_id=%00", {}).status_code in {400, 401}
    assert knocking.ask("token", "centre", "GET", "/sale/issues/%00").status_code == 404


def test_a_letter_about_a_hostile_product_has_one_line_of_subject_and_no_markup_of_its(
    world: World, knocking: Visitors
):
    line = world.line
    line.offer_name = "Kettle\r\nBcc: everybody@example.com\u202e"
    line.save(update_fields=["offer_name"])
    mail.outbox.clear()
    seller = world.users["seller"].pk
    posting.post(Kind.DISCUSSION_OPENED, seller, key="hostile", about=world.case.id)
    send_letter.call(str(Letter.objects.get(key__startswith="hostile").pk))
    (letter,) = mail.outbox
    assert "\n" not in letter.subject
    assert "\u202e" not in letter.subject
    assert letter.recipients() == ["seller@example.com"]
    assert letter.content_subtype == "plain"
    assert HOSTILE not in letter.body
    assert "\u202e" not in letter.body
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    assert "<script" not in html
    assert "<pwned" not in html
    assert "\u202e" not in html


def test_wrong_passwords_are_braked(world: World, knocking: Visitors):
    cache.clear()
    form = {"login": "moderator", "password": "wrong"}
    pages = [knocking.ask("anonymous", "centre", "POST", "/sign-in", form).content.decode() for _ in range(12)]
    assert "Too many" in pages[-1]
    assert "Too many" not in pages[0]
    cache.clear()


def _stays(answer: HttpResponse) -> bool:
    location = answer["Location"]
    return location.startswith("/") and not location.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    ("half", "who", "path"),
    [
        ("centre", "buyer", "/discussions"),
        ("centre", "buyer", "/discussions/{case}"),
        ("centre", "moderator", "/cases/{case}"),
        ("centre", "seller", "/auth/apps"),
        ("desk", "owner", "/cases/{desk_case}"),
        ("desk", "owner", "/cases/{desk_case}/live"),
        ("desk", "owner", "/cases/999999999"),
    ],
)
def test_what_is_shown_to_somebody_signed_in_is_kept_by_no_cache(
    world: World, knocking: Visitors, half: str, who: str, path: str
):
    address = path.format(case=world.case.id, desk_case=world.desk_case.pk)
    assert "no-store" in knocking.ask(who, half, "GET", address)["Cache-Control"]
