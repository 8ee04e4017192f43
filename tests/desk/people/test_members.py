"""Members and invitations: a signed link lets one person in, once, until it expires or is withdrawn."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.people import invitations, members
from zgoda.desk.people.models import AuditEntry, Invitation, What
from zgoda.desk.store.models import Member, MemberRole, Shop
from zgoda.domain.members import ShopRole, Why
from zgoda.engine import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
Browser = Callable[[str], Client]
Named = Callable[[str], Member]
PASSWORD = "zielony-rower-44"


def invited(by: Client, email: str = "zofia@example.com", role: str = "AGENT") -> str:
    """Invite somebody and return the path of the letter's link."""
    by.post("/administration/members/invite", {"email": email, "role": role})
    jobs.run_pending()
    letter = mail.outbox[-1]
    assert letter.to == [email]
    found = re.search(r"https?://\S+/invitations/\S+", letter.body)
    assert found
    return urlsplit(found[0]).path


def test_a_stranger_makes_an_account_by_the_link_and_works_in_the_role(browser: Browser, shop: Shop) -> None:
    path, stranger = invited(browser("ola"), role="READONLY"), browser("")
    assert "Rowery Ola" in stranger.get(path).content.decode()
    answer = stranger.post(path, {"login": "zofia", "password": PASSWORD}, follow=True)
    assert "Welcome to Rowery Ola" in answer.content.decode()
    joined = Member.objects.get(user__username="zofia")
    assert (joined.shop_id, joined.role, joined.user.email) == (shop.pk, "READONLY", "zofia@example.com")
    assert joined.user.role == ""
    assert joined.user.check_password(PASSWORD)


def test_a_link_counts_once(browser: Browser, shop: Shop) -> None:
    path = invited(browser("ola"))
    browser("").post(path, {"login": "zofia", "password": PASSWORD})
    second = browser("")
    assert second.get(path).status_code == 404
    assert second.post(path, {"login": "other", "password": PASSWORD}).status_code == 404
    assert not User.objects.filter(username="other").exists()


def test_two_at_one_moment_are_one(browser: Browser, shop: Shop) -> None:
    """Both read the link while it was open; the row decides, not the page."""
    invited(browser("ola"))
    row = Invitation.objects.get()
    first, second = User.objects.create(username="first"), User.objects.create(username="second")
    assert invitations.accept(row.pk, first) is not None
    assert invitations.accept(row.pk, second) is None
    assert not Member.objects.filter(user=second).exists()


def test_a_withdrawn_or_old_or_forged_link_has_no_page(
    browser: Browser, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = browser("ola")
    path = invited(owner)
    assert browser("").get(path[:-2] + "zz").status_code == 404
    later = Invitation.objects.get().expires_at
    with monkeypatch.context() as patch:
        patch.setattr("zgoda.desk.people.web.joining.real_now", lambda: later - timedelta(seconds=1))
        assert browser("").get(path).status_code == 200
        patch.setattr("zgoda.desk.people.web.joining.real_now", lambda: later)
        assert browser("").get(path).status_code == 404
    owner.post(f"/administration/invitations/{Invitation.objects.get().pk}")
    assert browser("").get(path).status_code == 404


def test_inviting_again_ends_the_earlier_link(browser: Browser, shop: Shop) -> None:
    owner = browser("ola")
    first, second = invited(owner), invited(owner)
    assert browser("").get(first).status_code == 404
    assert browser("").get(second).status_code == 200


def test_a_withdrawn_invitation_sends_no_letter(browser: Browser, shop: Shop) -> None:
    browser("ola").post("/administration/members/invite", {"email": "a@example.com", "role": "AGENT"})
    browser("ola").post(f"/administration/invitations/{Invitation.objects.get().pk}")
    jobs.run_pending()
    assert mail.outbox == []


def test_who_is_signed_in_joins_with_that_account(browser: Browser, shop: Shop) -> None:
    path = invited(browser("ola"))
    User.objects.create(username="known")
    browser("known").post(path)
    assert Member.objects.get(user__username="known").role == "AGENT"


def test_a_member_does_not_spend_somebody_elses_link_nor_change_role_by_it(browser: Browser, shop: Shop) -> None:
    path = invited(browser("ola"), role="ADMIN")
    browser("ewa").post(path)
    assert Member.objects.get(user__username="ewa").role == "AGENT"
    assert browser("").get(path).status_code == 200


def test_weak_passwords_and_taken_logins_are_refused(browser: Browser, shop: Shop) -> None:
    path = invited(browser("ola"))
    answer = browser("").post(path, {"login": "ewa", "password": PASSWORD})
    assert answer.status_code == 422
    assert Invitation.objects.get().accepted_at is None


@rule("P-43")
def test_an_administrator_invites_no_owner(browser: Browser, shop: Shop) -> None:
    answer = browser("adam").post("/administration/members/invite", {"email": "a@example.com", "role": "OWNER"})
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


@rule("P-43")
@pytest.mark.parametrize("login", ["ewa"])
def test_an_agent_has_no_page_of_members(browser: Browser, shop: Shop, member: Named, login: str) -> None:
    agent = browser(login)
    assert agent.get("/administration/members").status_code == 404
    assert agent.post(f"/administration/members/{member('adam').pk}", {"remove": "1"}).status_code == 404
    assert Member.objects.filter(user__username="adam").exists()


def test_a_changed_role_counts_at_once(browser: Browser, shop: Shop, member: Named) -> None:
    agent = browser("ewa")
    browser("ola").post(f"/administration/members/{member('ewa').pk}", {"role": "ADMIN"})
    assert agent.get("/administration/members").status_code == 200
    browser("ola").post(f"/administration/members/{member('ewa').pk}", {"remove": "1"})
    assert agent.get("/administration/members").status_code == 404


def test_the_last_owner_stays(browser: Browser, shop: Shop, member: Named) -> None:
    owner = browser("ola")
    for how in ({"remove": "1"}, {"role": "AGENT"}):
        answer = owner.post(f"/administration/members/{member('ola').pk}", how, follow=True)
        assert "A shop keeps at least one owner" in answer.content.decode()
        assert member("ola").role == "OWNER"


def test_whose_role_was_taken_meanwhile_changes_nobody(shop: Shop, member: Named) -> None:
    adam = member("adam")
    Member.objects.filter(pk=adam.pk).update(role=MemberRole.READONLY)
    assert members.remove(adam, member("ewa").pk) is Why.NOT_YOURS
    assert members.change_role(adam, member("ewa").pk, ShopRole.ADMIN) is Why.NOT_YOURS


def test_members_of_another_shop_are_out_of_reach(browser: Browser, shop: Shop) -> None:
    other = Member.objects.create(
        user=User.objects.create(username="far"), shop=Shop.objects.create(name="Other"), role=MemberRole.AGENT
    )
    assert browser("ola").post(f"/administration/members/{other.pk}", {"remove": "1"}).status_code == 404
    assert Member.objects.filter(pk=other.pk).exists()


def test_every_change_stands_in_the_log(browser: Browser, shop: Shop, member: Named) -> None:
    owner = browser("ola")
    path = invited(owner)
    browser("").post(path, {"login": "zofia", "password": PASSWORD})
    owner.post(f"/administration/members/{member('zofia').pk}", {"role": "ADMIN"})
    owner.post(f"/administration/members/{member('zofia').pk}", {"remove": "1"})
    told = list(AuditEntry.objects.order_by("pk").values_list("what", "actor", "about"))
    assert told == [
        (What.INVITED, "ola", "zofia@example.com"),
        (What.JOINED, "zofia", "zofia"),
        (What.ROLE_CHANGED, "ola", "zofia"),
        (What.MEMBER_REMOVED, "ola", "zofia"),
    ]
