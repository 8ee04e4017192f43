"""One kind of letter is switched off, and on again, by the link that stands in it, without signing in."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from zgoda.accounts.models import User
from zgoda.desk.people import letters, links
from zgoda.desk.people.models import DeskLetter, Notice, NoticeSettings
from zgoda.desk.people.wishing import wishes_of
from zgoda.desk.store.models import Connection, Member
from zgoda.domain.notices import Event, Wishes
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import run_pending

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
Browser = Callable[[str], Client]
Named = Callable[[str], Member]


@pytest.fixture
def stranger() -> Client:
    """A browser without a session, with the checks of forms as outside of tests."""
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


def told(reader: Member) -> Notice:
    gone = Connection.objects.create(shop_id=reader.shop_id, name="Allegro", api_url="x")
    notice = Notice.objects.create(
        member=reader, key="stopped", event=Event.CONSENT_ENDED, connection=gone, at=real_now()
    )
    letters.send_notice.enqueue(notice.pk)
    run_pending()
    return notice


def link(reader: Member) -> str:
    return path_of(links.link_of_letters(reader, Event.CONSENT_ENDED))


def path_of(address: str) -> str:
    assert address.startswith(settings.DESK_URL)
    return address.removeprefix(settings.DESK_URL.rstrip("/"))


def wanted(reader: Member) -> frozenset[Event]:
    return wishes_of(Member.objects.get(pk=reader.pk)).email


def test_a_mail_program_switches_it_off_by_the_letters_own_header(member: Named, stranger: Client) -> None:
    reader = member("ola")
    told(reader)
    headers = mail.outbox[-1].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = path_of(headers["List-Unsubscribe"].strip("<>"))
    answer = stranger.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.content) == (204, b"")
    assert wanted(reader) == Wishes().email - {Event.CONSENT_ENDED}
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert wanted(reader) == Wishes().email - {Event.CONSENT_ENDED}


def test_looking_changes_nothing_and_a_person_may_think_again(member: Named, stranger: Client) -> None:
    reader = member("ola")
    assert "Send me no more of them" in stranger.get(link(reader)).content.decode()
    assert wanted(reader) == Wishes().email
    off = stranger.post(link(reader), follow=True).content.decode()
    assert "You get no more of these letters." in off
    assert Event.CONSENT_ENDED not in wanted(reader)
    again = stranger.post(link(reader), {"on": "1"}, follow=True).content.decode()
    assert "You get these letters." in again
    assert wanted(reader) == Wishes().email


def test_other_choices_stay(member: Named, stranger: Client) -> None:
    reader = member("ola")
    chosen = {"email": ["CLOCK_NEAR", "CONSENT_ENDED"], "browser": ["MENTIONED"], "quiet_from": "22:00"}
    NoticeSettings.objects.create(member=reader, quiet_to="07:00", **chosen)
    stranger.post(link(reader))
    kept = NoticeSettings.objects.values("email", "browser", "quiet_from", "quiet_to").get()
    assert (kept["email"], kept["browser"]) == (["CLOCK_NEAR"], ["MENTIONED"])
    assert (f"{kept['quiet_from']:%H:%M}", f"{kept['quiet_to']:%H:%M}") == ("22:00", "07:00")


def test_a_link_opens_only_what_it_was_made_for(member: Named, stranger: Client) -> None:
    reader = member("ola")
    own = link(reader)
    forged = own[:-1] + ("A" if own[-1] != "A" else "B")
    assert stranger.post(forged).status_code == 404
    assert stranger.post("/notices/letters/WzEsIngiXQ:never:given").status_code == 404
    invitation = own.replace("/notices/letters/", "/invitations/")
    assert stranger.get(invitation).status_code == 404
    User.objects.filter(pk=reader.user_id).update(email="new@example.com")
    assert stranger.get(own).status_code == 404
    assert stranger.get(link(Member.objects.get(pk=reader.pk))).status_code == 200
    User.objects.filter(pk=reader.user_id).update(is_active=False)
    assert stranger.get(link(Member.objects.get(pk=reader.pk))).status_code == 404
    assert wanted(reader) == Wishes().email


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("SENT", ""),
        ("PERHAPS", "The letter about it was perhaps sent: the mail server did not say."),
        ("FAILED", "The letter about it was not sent: 550 no such mailbox."),
    ],
)
def test_the_page_of_notices_says_what_became_of_a_letter(
    state: str, said: str, member: Named, browser: Browser
) -> None:
    told(member("ola"))
    DeskLetter.objects.update(state=state, reason="550 no such mailbox")
    shown = browser("ola").get("/notices/settings").content.decode()
    assert ("The letter about it" in shown) is bool(said)
    assert said in shown
