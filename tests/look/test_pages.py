"""Market selector, languages, consent and the rules page, at both halves (S0-60…S0-63 and the texts of S0)."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.marks import rule
from zgoda.accounts.models import ConsentRecord, User
from zgoda.domain.consent import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
GIVEN = datetime(2025, 11, 24, 14, 12, tzinfo=UTC)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@rule("S0-60")
def test_the_selector_offers_exactly_four_markets(client: Client) -> None:
    html = page(client, "/consent")
    assert [code for code in ("pl", "cz", "sk", "hu") if f'name="market" value="{code}"' in html] == [
        "pl",
        "cz",
        "sk",
        "hu",
    ]
    assert html.count('name="market"') == 4
    assert all(f"allegro.{code}" in html for code in ("pl", "cz", "sk", "hu"))


@rule("S0-61")
@pytest.mark.parametrize(("code", "language"), [("pl", "pl"), ("cz", "cs"), ("sk", "sk"), ("hu", "hu")])
def test_choosing_a_market_shows_its_rules_in_its_language(client: Client, code: str, language: str) -> None:
    answer = client.post("/market", {"market": code}, follow=True)
    assert answer.redirect_chain == [(f"/rules/{code}", 302)]
    html = answer.content.decode()
    assert f'<html lang="{language}">' in html
    assert f"allegro.{code}" in html


@rule("S0-61")
def test_a_separate_link_reads_the_rules_in_another_language(client: Client) -> None:
    assert 'href="?language=en"' in page(client, "/rules/hu")
    html = page(client, "/rules/hu?language=en")
    assert '<html lang="en">' in html
    assert "HUF" in html
    assert "Europe/Budapest" in html


def test_an_unknown_market_is_no_page(client: Client) -> None:
    assert client.get("/rules/de").status_code == 404
    assert client.post("/market", {"market": "de"}).status_code == 404


@rule("S0-08", "S0-12", "S0-55", "S0-56")
def test_sellers_read_their_duties_and_what_they_lead_to(client: Client) -> None:
    html = page(client, "/rules/pl?language=en")
    assert "Answer as soon as possible." in html
    assert "This duty comes from the Terms and Conditions." in html
    assert "how buyers see you" in html
    assert "raises the chance of a positive rating by 30%." in html


@rule("S0-11")
def test_the_rules_page_lists_the_rest_days_of_the_market(client: Client) -> None:
    with time_machine.travel(GIVEN, tick=False):
        html = page(client, "/rules/pl?language=en")
    assert "Tuesday, 11 November 2025" in html


@pytest.mark.parametrize("language", ["pl", "en", "cs", "sk", "hu"])
def test_the_language_can_be_changed_on_every_page(client: Client, language: str) -> None:
    answer = client.post("/language", {"language": language, "next": "/consent"})
    assert answer.headers["Location"] == "/consent"
    assert f'<html lang="{language}">' in page(client, "/consent")


def test_changing_the_language_never_leads_away(client: Client) -> None:
    answer = client.post("/language", {"language": "pl", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


@rule("S0-62")
def test_without_a_choice_nothing_optional_is_set_and_nothing_is_ticked(client: Client) -> None:
    html = page(client, "/consent?")
    assert "zgoda_consent" not in client.cookies
    assert " checked" not in html


@rule("S0-63")
def test_all_eight_purposes_are_named_and_chosen_one_by_one(client: Client) -> None:
    html = page(client, "/consent")
    assert html.count('name="purpose"') == 8 == len(Purpose)
    client.post("/consent", {"purpose": ["SECURITY"]})
    assert page(client, "/consent").count(" checked") == 1


@rule("S0-62")
def test_consent_holds_for_twelve_months_and_can_be_renewed(client: Client) -> None:
    with time_machine.travel(GIVEN, tick=False) as traveller:
        client.post("/consent", {"answer": "all"})
        traveller.move_to(datetime(2026, 11, 24, 14, 11, tzinfo=UTC))
        assert page(client, "/consent").count(" checked") == 8
        traveller.move_to(datetime(2026, 11, 24, 14, 12, tzinfo=UTC))
        assert page(client, "/consent").count(" checked") == 0
        client.post("/consent", {"answer": "all"})
        assert page(client, "/consent").count(" checked") == 8


@rule("S0-62")
def test_withdrawing_keeps_the_evidence_of_what_was_agreed_before(client: Client) -> None:
    user = User.objects.create_user("jan")
    client.force_login(user)
    client.post("/consent", {"answer": "all"})
    client.post("/consent", {"answer": "none"})
    assert page(client, "/consent").count(" checked") == 0
    first, last = ConsentRecord.objects.order_by("id")
    assert len(first.purposes.split()) == 8
    assert last.purposes == ""


@rule("S0-62")
def test_an_altered_consent_cookie_is_no_consent(client: Client) -> None:
    client.cookies["zgoda_consent"] = "1|1763993520|STORAGE:forged"
    assert " checked" not in page(client, "/consent")


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("path", ["/consent", "/rules/pl", "/sign-in", "/password", "/password/sent"])
def test_pages_render_in_polish_and_english(client: Client, path: str, language: str) -> None:
    client.post("/language", {"language": language, "next": "/"})
    html = page(client, path)
    assert "not affiliated with Allegro" in html or language == "pl" or path == "/rules/pl"  # S0-61
    assert 'class="skip" href="#main"' in html
