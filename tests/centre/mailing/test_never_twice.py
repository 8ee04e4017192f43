"""SIGKILL at every point of sending a letter: it arrives once or is marked as perhaps sent, and never twice by itself."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests.centre import stage
from tests.centre.mailing.delivering import fates, tried_again
from tests.centre.mailing.dying import POINTS
from tests.centre.stage import opened
from tests.centre.test_killed import ROOT, address
from tests.centre.web.buyer.conftest import signed_in
from tests.centre.web.buyer.reading import page, words
from tests.fakes.mail.starting import MailServer
from zgoda.centre.mailing import sending
from zgoda.centre.mailing.models import Letter, SentAgain, State
from zgoda.centre.partners.mail import smtp
from zgoda.domain.actors import Role
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import requeue_abandoned, run_pending

pytestmark = pytest.mark.django_db(transaction=True)

LOST = ("PERHAPS", "the worker did not come back")
SENT = ("SENT", "")
AFTER = {
    "written": (1, SENT),
    "agreed": (1, SENT),
    "leaving": (0, LOST),
    "half": (0, LOST),
    "unanswered": (1, LOST),
    "given": (1, LOST),
    "noted": (1, SENT),
}
"""By the point of the kill: how many letters arrived in the end, and what is known of it."""


def killed_at(point: str, post_office: MailServer) -> None:
    environment = {
        **os.environ,
        "ZGODA_DATABASE_URL": address(),
        "ZGODA_DATA": str(settings.DATA_DIR),
        "ZGODA_EMAIL_URL": post_office.url,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
    command = [sys.executable, "-m", "tests.centre.mailing.dying", point]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def another_worker_comes() -> None:
    past = real_now() - timedelta(hours=1)
    DBTaskResult.objects.update(started_at=past)
    Letter.objects.update(leased_until=past)
    requeue_abandoned()
    tried_again()


@pytest.mark.parametrize("point", AFTER)
def test_after_a_kill_nothing_is_sent_twice(point: str, post_office: MailServer):
    opened()
    killed_at(point, post_office)
    run_pending()
    another_worker_comes()
    another_worker_comes()
    arrived, fate = AFTER[point]
    assert len(post_office.arrived()) == arrived
    assert fates() == [fate]


def test_every_point_of_a_kill_is_tried():
    assert tuple(AFTER) == POINTS


def test_what_perhaps_arrived_is_shown_as_such_and_waits_for_a_person(post_office: MailServer):
    opened()
    killed_at("leaving", post_office)
    another_worker_comes()
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
    another_worker_comes()
    letter = Letter.objects.get()
    assert sending.again(letter.pk, stage.account("admin", Role.ADMIN))
    tried_again()
    first, second = post_office.arrived()
    assert first["Message-ID"] == second["Message-ID"]
    assert fates() == [SENT]
    assert SentAgain.objects.get().was == State.PERHAPS
    assert not sending.again(letter.pk, stage.account("admin", Role.ADMIN))


def test_while_one_worker_has_a_letter_no_other_takes_it(post_office: MailServer, monkeypatch: pytest.MonkeyPatch):
    """The second comes while the first speaks with the server."""
    opened()
    give = smtp._give

    def meanwhile(server, words):
        with pytest.raises(sending.Later):
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
    assert fates() == [SENT]


def test_a_worker_that_comes_back_with_the_servers_answer_ends_the_doubt(
    post_office: MailServer, monkeypatch: pytest.MonkeyPatch
):
    opened()
    give = smtp._give

    def slept(server, words):
        Letter.objects.update(leased_until=real_now() - timedelta(hours=1))
        sending.send_letter.call(str(Letter.objects.get().pk))
        assert fates() == [LOST]
        give(server, words)

    monkeypatch.setattr(smtp, "_give", slept)
    run_pending()
    assert fates() == [SENT]


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
    assert (fates(), post_office.arrived()) == ([], [])
