"""SIGKILL at every point of sending a letter: it arrives once or is marked as perhaps sent, and never twice by itself."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.centre import stage
from tests.centre.mailing.delivering import tried_again
from tests.centre.stage import opened
from tests.centre.web.buyer.conftest import signed_in
from tests.centre.web.buyer.reading import page, words
from tests.fakes.mail.dying import POINTS
from tests.fakes.mail.killing import AFTER, LOST, SENT, another_worker_comes, fates, killed_at
from tests.fakes.mail.starting import MailServer
from zgoda.centre.mailing import sending
from zgoda.centre.mailing.models import Letter, SentAgain
from zgoda.domain.actors import Role
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import run_pending
from zgoda.engine.mailing import smtp
from zgoda.engine.mailing.sending import Later, State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("point", AFTER)
def test_after_a_kill_nothing_is_sent_twice(point: str, post_office: MailServer):
    opened()
    killed_at(point, post_office)
    run_pending()
    another_worker_comes(Letter)
    another_worker_comes(Letter)
    arrived, fate = AFTER[point]
    assert len(post_office.arrived()) == arrived
    assert fates(Letter) == [fate]


def test_every_point_of_a_kill_is_tried():
    assert tuple(AFTER) == POINTS


def test_what_perhaps_arrived_is_shown_as_such_and_waits_for_a_person(post_office: MailServer):
    opened()
    killed_at("leaving", post_office)
    another_worker_comes(Letter)
    admin = signed_in("admin", Role.ADMIN)
    listed = words(page(admin, "/administration/letters?state=PERHAPS"))
    assert "seller@example.com" in listed
    assert "perhaps sent" in listed
    letter = page(admin, f"/administration/letters/{Letter.objects.get().pk}")
    assert "the worker did not come back" in letter
    assert "Send again" in letter


def test_what_perhaps_arrived_goes_again_by_hand_with_the_same_number(post_office: MailServer):
    opened()
    killed_at("given", post_office)
    another_worker_comes(Letter)
    letter = Letter.objects.get()
    assert sending.again(letter.pk, stage.account("admin", Role.ADMIN))
    tried_again()
    first, second = post_office.arrived()
    assert first["Message-ID"] == second["Message-ID"]
    assert fates(Letter) == [SENT]
    assert SentAgain.objects.get().was == State.PERHAPS
    assert not sending.again(letter.pk, stage.account("admin", Role.ADMIN))


def test_while_one_worker_has_a_letter_no_other_takes_it(post_office: MailServer, monkeypatch: pytest.MonkeyPatch):
    """The second comes while the first speaks with the server."""
    opened()
    give = smtp._give

    def meanwhile(server, words):
        with pytest.raises(Later):
            sending.send_letter.call(str(Letter.objects.get().pk))
        give(server, words)

    monkeypatch.setattr(smtp, "_give", meanwhile)
    run_pending()
    assert len(post_office.arrived()) == 1


def test_a_worker_that_was_taken_for_dead_stops_before_the_letter_leaves(
    post_office: MailServer, monkeypatch: pytest.MonkeyPatch
):
    """It slept before the server agreed; the lease ran out and another worker sent the letter."""
    opened()
    agree = smtp._agree

    def slept(server, mail, to):
        agree(server, mail, to)
        monkeypatch.setattr(smtp, "_agree", agree)
        Letter.objects.update(leased_until=real_now() - timedelta(hours=1))
        sending.send_letter.call(str(Letter.objects.get().pk))

    monkeypatch.setattr(smtp, "_agree", slept)
    run_pending()
    assert len(post_office.arrived()) == 1
    assert fates(Letter) == [SENT]


def test_a_worker_that_comes_back_with_the_servers_answer_ends_the_doubt(
    post_office: MailServer, monkeypatch: pytest.MonkeyPatch
):
    opened()
    give = smtp._give

    def slept(server, words):
        Letter.objects.update(leased_until=real_now() - timedelta(hours=1))
        sending.send_letter.call(str(Letter.objects.get().pk))
        assert fates(Letter) == [LOST]
        give(server, words)

    monkeypatch.setattr(smtp, "_give", slept)
    run_pending()
    assert fates(Letter) == [SENT]


def test_no_letter_without_what_it_tells_of(post_office: MailServer):
    class Undone(Exception):
        pass

    def undone():
        with transaction.atomic():
            opened()
            raise Undone

    with pytest.raises(Undone):
        undone()
    run_pending()
    assert (fates(Letter), post_office.arrived()) == ([], [])
