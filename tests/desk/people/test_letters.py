"""Letters to people of the desk, seen arriving at a mail server: text and HTML, in five languages, never twice."""

from collections.abc import Callable
from email.message import EmailMessage
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from tests.centre.mailing.test_arriving import REMOTE, part
from tests.desk.crm.test_set_up import seen
from tests.fakes.mail.fixtures import mail_server, post_office
from tests.fakes.mail.killing import AFTER, LOST, another_worker_comes, fates, killed_at
from tests.fakes.mail.starting import MailServer
from zgoda.accounts.models import User
from zgoda.desk.people import invitations, letters
from zgoda.desk.people.models import DeskLetter, Notice
from zgoda.desk.store.models import Connection, Member, Shop
from zgoda.domain.members import ShopRole
from zgoda.domain.notices import Event
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import run_pending

__all__ = ["mail_server", "post_office"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("zgoda.desk.urls")]

Browser = Callable[[str], Client]
Named = Callable[[str], Member]
INVITED = {
    "pl": "Zaproszenie do panelu sklepu Rowery Ola",
    "en": "An invitation to the desk of Rowery Ola",
    "cs": "Pozvánka do panelu obchodu Rowery Ola",
    "sk": "Pozvánka do panela obchodu Rowery Ola",
    "hu": "Meghívó a(z) Rowery Ola ügyfélszolgálatára",
}
STOPPED = {
    "pl": "Połączenie się zatrzymało",
    "en": "A connection has stopped",
    "cs": "Připojení se zastavilo",
    "sk": "Pripojenie sa zastavilo",
    "hu": "Egy kapcsolat leállt",
}


def invited(by: Member, language: str = "en", email: str = "zofia@example.com") -> None:
    invitations.invite(by, email, ShopRole.AGENT, language)
    run_pending()


def told(reader: Member, language: str = "en") -> None:
    User.objects.filter(pk=reader.user_id).update(language=language)
    gone = Connection.objects.create(shop_id=reader.shop_id, name="Allegro", api_url="http://127.0.0.1:8000")
    notice = Notice.objects.create(
        member=reader, key=f"{language}", event=Event.CONSENT_ENDED, connection=gone, at=real_now()
    )
    letters.send_notice.enqueue(notice.pk)
    run_pending()


def only(post_office: MailServer) -> EmailMessage:
    (letter,) = post_office.arrived()
    return letter


@pytest.mark.parametrize("language", INVITED)
def test_an_invitation_arrives_as_text_and_html(language: str, member: Named, post_office: MailServer) -> None:
    invited(member("ola"), language)
    letter = only(post_office)
    assert letter["Subject"].strip() == INVITED[language]
    assert letter["To"] == "zofia@example.com"
    looks_like_a_letter(letter, language)
    assert f'href="{settings.DESK_URL.rstrip("/")}/invitations/' in part(letter, "html")


@pytest.mark.parametrize("language", STOPPED)
def test_a_notice_arrives_as_text_and_html_in_the_members_language(
    language: str, member: Named, post_office: MailServer
) -> None:
    told(member("ola"), language)
    letter = only(post_office)
    assert letter["Subject"].strip() == STOPPED[language]
    looks_like_a_letter(letter, language)
    assert "/notices/settings" in part(letter, "html")


def looks_like_a_letter(letter: EmailMessage, language: str) -> None:
    assert letter["Content-Language"] == language
    assert letter["Auto-Submitted"] == "auto-generated"
    assert [one.get_content_type() for one in letter.iter_parts()] == ["text/plain", "text/html"]
    html = part(letter, "html")
    assert f'<html lang="{language}">' in html
    assert REMOTE.findall(html) == []
    for line in part(letter, "plain").splitlines():
        assert line.rstrip(":") in unescape(html) or line == "-- ", line


def test_what_a_shop_is_called_is_words_and_not_markup(shop: Shop, member: Named, post_office: MailServer) -> None:
    Shop.objects.update(name="<b>Rowery</b>\r\nBcc: everybody@example.com")
    invited(member("ola"))
    letter = only(post_office)
    assert letter["Bcc"] is None
    assert "<b>Rowery" not in part(letter, "html")


@pytest.mark.parametrize("point", AFTER)
def test_after_a_kill_no_letter_comes_twice(point: str, member: Named, post_office: MailServer) -> None:
    invitations.invite(member("ola"), "zofia@example.com", ShopRole.AGENT, "en")
    killed_at(point, post_office)
    run_pending()
    another_worker_comes(DeskLetter)
    another_worker_comes(DeskLetter)
    arrived, fate = AFTER[point]
    assert len(post_office.arrived()) == arrived
    assert fates(DeskLetter) == [fate]


def test_who_invited_sees_that_the_letter_perhaps_arrived(
    browser: Browser, member: Named, post_office: MailServer
) -> None:
    invitations.invite(member("ola"), "zofia@example.com", ShopRole.AGENT, "en")
    killed_at("leaving", post_office)
    another_worker_comes(DeskLetter)
    assert fates(DeskLetter) == [LOST]
    assert "The letter was perhaps sent: the mail server did not say." in members_page(browser)


def test_who_invited_sees_why_the_letter_was_not_sent(browser: Browser, member: Named, post_office: MailServer) -> None:
    post_office.refuse(RCPT="550 no such mailbox")
    invited(member("ola"))
    assert "The letter was not sent: 550 no such mailbox. Check the address" in members_page(browser)
    post_office.refuse(RCPT="451 come later")
    invited(member("ola"))
    assert "has not taken the letter yet; it is tried again." in members_page(browser)
    post_office.refuse()
    another_worker_comes(DeskLetter)
    assert "letter" not in members_page(browser).partition("Invited")[2].partition("Invite somebody")[0]
    assert len(post_office.arrived()) == 1


def test_what_mail_servers_said_of_an_address_is_forgotten(member: Named, post_office: MailServer) -> None:
    post_office.refuse(RCPT="550 no mailbox zofia@example.com")
    invited(member("ola"))
    assert DeskLetter.objects.filter(reason__contains="zofia").exists()
    assert letters.forget() == 0
    DeskLetter.objects.update(created_at=real_now() - letters.KEPT)
    post_office.refuse()
    told(member("ola"))
    assert letters.forget() == 1
    assert not DeskLetter.objects.filter(reason__contains="zofia").exists()
    assert DeskLetter.objects.count() == 1


def members_page(browser: Browser) -> str:
    return seen(browser("ola").get("/administration/members").content)
