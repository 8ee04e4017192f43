"""Comments on the service: what waits, one click, and everything that was decided (S1-35, P-27)."""

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.ratings.rating import NOW, order, rated
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule
from zgoda.centre.ratings import acts, judging
from zgoda.centre.ratings.models import Judgement, OrderRating
from zgoda.centre.web.moderator import ratings
from zgoda.domain.actors import Role
from zgoda.domain.ratings import Source
from zgoda.engine.jobs import run_pending
from zgoda.text import ServiceReading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW)
    monkeypatch.setattr(judging, "about_service", lambda _comment: ServiceReading(True, 0.6, ()))


def waiting(comment: str = "Karton rozerwany") -> OrderRating:
    made = rated(order(fulfilled=True), comment=comment)
    run_pending()
    return made


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER, Role.CONSULTANT, Role.ADMIN])
def test_for_others_there_is_no_such_page(role: Role) -> None:
    made, client = waiting(), signed_in(f"a-{role}", role)
    assert client.get("/rating-comments").status_code == 404
    assert client.post(f"/rating-comments/{made.pk}", {"verdict": "yes", "version": "1"}).status_code == 404
    made.refresh_from_db()
    assert made.asked is None


@rule("S1-35")
def test_one_click_decides_and_what_was_decided_stands_with_who_did(moderator: Client) -> None:
    yes, no = waiting("Pudło zgniecione"), waiting("Za drogo")
    html = words(page(moderator, "/rating-comments"))
    assert all(part in html for part in ("Pudło zgniecione", "Za drogo", "Kettle"))
    for made, verdict in ((yes, "yes"), (no, "no")):
        sent = moderator.post(f"/rating-comments/{made.pk}", {"verdict": verdict, "version": "1"})
        assert sent["Location"] == "/rating-comments"
        made.refresh_from_db()
    assert (yes.asked.source, no.asked) == (Source.ADMIN, None)
    assert "No comment waits" in words(page(moderator, "/rating-comments"))
    decided = page(moderator, "/rating-comments?show=decided")
    assert all(part in words(decided) for part in ("about our service", "buyer asked", "not about our service"))
    assert decided.count(f'action="/rating-comments/{no.pk}"') == 1
    assert f'action="/rating-comments/{yes.pk}"' not in decided


def test_of_two_who_click_the_second_is_told(moderator: Client) -> None:
    made = waiting()
    other = signed_in("another", Role.MODERATOR)
    other.post(f"/rating-comments/{made.pk}", {"verdict": "yes", "version": "1"})
    sent = moderator.post(f"/rating-comments/{made.pk}", {"verdict": "no", "version": "1"}, follow=True)
    assert "The buyer was asked before." in sent.content.decode()
    assert Judgement.objects.count() == 2


@pytest.mark.parametrize("form", [{}, {"verdict": "maybe", "version": "1"}, {"verdict": "yes", "version": "x"}])
def test_a_form_that_says_nothing_changes_nothing(moderator: Client, form: dict[str, str]) -> None:
    made = waiting()
    assert moderator.post(f"/rating-comments/{made.pk}", form).status_code == 302
    assert moderator.post("/rating-comments/nothing", {"verdict": "yes", "version": "1"}).status_code == 302
    assert Judgement.objects.count() == 1


def test_words_of_an_edition_that_is_no_more_are_not_shown(moderator: Client) -> None:
    made = waiting("Pierwsze słowa")
    moderator.post(f"/rating-comments/{made.pk}", {"verdict": "no", "version": "1"})
    acts.edit(made.pk, stage.buyer().id, False, "Drugie słowa", now=NOW)
    html = words(page(moderator, "/rating-comments?show=decided"))
    assert "The buyer has changed the comment since." in html
    assert "Drugie" not in html


@pytest.mark.parametrize("show", ["", "show=decided&"])
def test_a_list_goes_on_where_its_page_ended(moderator: Client, show: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratings, "PAGE", 1)
    made = [waiting(f"Karton {number}") for number in range(3)]
    if show:
        for one in made:
            moderator.post(f"/rating-comments/{one.pk}", {"verdict": "no", "version": "1"})
    seen, address = [], f"/rating-comments?{show}"
    while address:
        html = page(moderator, address)
        seen += [one.pk for one in made if f'/rating-comments/{one.pk}"' in html]
        further = html.split('<a href="?')[-1].split('"')[0] if 'rel="next"' in html else ""
        address = f"/rating-comments?{further.replace('&amp;', '&')}" if further else ""
    assert sorted(seen) == sorted(one.pk for one in made)
