"""Colleagues named in internal comments: told once, and found in a list of their own."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from tests.desk.conftest import DeskClock
from zgoda.accounts.models import User
from zgoda.desk.cases import listing
from zgoda.desk.cases.listing import Filters, View
from zgoda.desk.crm.models import Comment, Mention
from zgoda.desk.people import noticing
from zgoda.desk.people.models import Notice
from zgoda.desk.store.models import DeskCase, Member, MemberRole, Shop
from zgoda.engine import jobs
from zgoda.engine.clock import real_now

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def comment(desk: Client, case: DeskCase, text: str, token: str = "c-1") -> None:
    assert desk.post(f"/cases/{case.pk}/comment", {"form_token": token, "text": text}).status_code == 302


def mentioned(case: DeskCase, clock: DeskClock, member: Member, view: View = View.OPEN) -> list[int]:
    page = listing.page(case.shop_id, Filters(view, who="mentioned"), clock.now, member_id=member.pk)
    return [row.case.pk for row in page.rows]


def test_a_mention_is_told_once_and_lists_the_case(
    desk: Client, case: DeskCase, clock: DeskClock, me: Member, jan: Member, reader: Member, settings: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    User.objects.update(email="jan@example.com")
    stranger = Member.objects.create(
        user=User.objects.create_user("adam"), shop=Shop.objects.create(name="Other"), role=MemberRole.OWNER
    )
    for _twice in range(2):
        comment(desk, case, "@jan and @adam: @ola asks about a@ewa")
    assert list(Mention.objects.values_list("member_id", flat=True)) == [jan.pk]

    for _twice in range(2):
        noticing.sweep(real_now())
        jobs.run_pending()
    assert [(row.member_id, row.event, row.case_id) for row in Notice.objects.all()] == [(jan.pk, "MENTIONED", case.pk)]
    (letter,) = mail.outbox
    assert f"/cases/{case.pk}" in letter.body
    assert "asks about" not in letter.body + letter.subject

    assert mentioned(case, clock, jan) == [case.pk]
    assert [mentioned(case, clock, one) for one in (me, reader, stranger)] == [[], [], []]
    comment(desk, case, "@jan again", "c-2")
    assert mentioned(case, clock, jan) == [case.pk]
    DeskCase.objects.update(ended=True)
    assert (mentioned(case, clock, jan), mentioned(case, clock, jan, View.ENDED)) == ([], [case.pk])


def test_an_old_mention_is_told_to_nobody_and_goes_with_its_comment(desk: Client, case: DeskCase, jan: Member) -> None:
    comment(desk, case, "@jan")
    noticing.sweep(real_now() + timedelta(days=2))
    assert not Notice.objects.exists()
    Comment.objects.all().delete()
    assert not Mention.objects.exists()


def test_the_comment_box_says_whom_one_can_mention(desk: Client, case: DeskCase, jan: Member) -> None:
    shown = desk.get(f"/cases/{case.pk}?do=comment").content.decode()
    assert 'data-insert="@jan "' in shown
    assert 'data-insert="@jan "' not in desk.get(f"/cases/{case.pk}").content.decode()
