"""What members are told of: once, only whom it concerns, never in quiet hours, without a buyer's words."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from zgoda.accounts.models import User
from zgoda.desk.people import noticing
from zgoda.desk.people.models import Notice, NoticeSettings
from zgoda.desk.people.wishing import wishes_of
from zgoda.desk.store.models import Connection, ConnectionState, DeskCase, Member, Outgoing, Shop
from zgoda.desk.work.models import Work
from zgoda.engine import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
Browser = Callable[[str], Client]
Named = Callable[[str], Member]
NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
"""Noon in Warsaw."""


@pytest.fixture
def case(shop: Shop) -> DeskCase:
    connection = Connection.objects.create(
        shop=shop, name="Allegro", api_url="x", auth_url="x", upload_url="x", user_id="1", state="CONNECTED"
    )
    return DeskCase.objects.create(
        shop=shop,
        connection=connection,
        remote_id="c",
        subject="kanarek",
        buyer_login="kanarek",
        opened_at=NOW,
        next_due=NOW + timedelta(hours=3),
        first_seen_at=NOW,
        read_at=NOW,
    )


def stuck(case: DeskCase, by: str, state: str = "FAILED") -> Outgoing:
    author = User.objects.get(username=by)
    number = Outgoing.objects.count() + 1
    return Outgoing.objects.create(
        case=case,
        number=number,
        text="kanarek",
        by=author,
        state=state,
        form_token=str(number),
        created_at=NOW,
        send_not_before=NOW,
    )


def letters(now: datetime = NOW) -> list[str]:
    """Whom the sweep writes to."""
    mail.outbox.clear()
    noticing.sweep(now)
    jobs.run_pending()
    return sorted(letter.to[0].partition("@")[0] for letter in mail.outbox)


def test_the_author_is_told_within_a_minute_that_a_message_is_tried_in_vain(case: DeskCase) -> None:
    row = stuck(case, "ewa", "QUEUED")
    assert letters(NOW + timedelta(seconds=40)) == [], "what merely waits is no failure"
    Outgoing.objects.filter(pk=row.pk).update(last_error="the server did not answer")
    assert letters(NOW + timedelta(seconds=20)) == []
    assert letters(NOW + timedelta(seconds=40)) == ["ewa"]
    assert letters(NOW + timedelta(seconds=60)) == []


@pytest.mark.parametrize("state", ["FAILED", "UNSEEN", "HELD"])
def test_the_author_is_told_once_that_a_message_was_not_sent(case: DeskCase, state: str) -> None:
    stuck(case, "ewa", state)
    assert letters() == ["ewa"]
    assert f"/cases/{case.pk}" in mail.outbox[0].body
    assert "kanarek" not in mail.outbox[0].body + mail.outbox[0].subject
    assert letters() == []


def test_what_was_sent_or_is_old_is_told_to_nobody(case: DeskCase) -> None:
    stuck(case, "ewa", "SEEN")
    stuck(case, "ewa")
    assert letters(NOW + timedelta(days=2)) == []


def test_quiet_hours_put_it_off_and_what_still_stands_is_told_afterwards(case: DeskCase, member: Named) -> None:
    NoticeSettings.objects.create(
        member=member("ewa"), email=["NOT_SENT"], browser=[], quiet_from="11:00", quiet_to="13:00"
    )
    stuck(case, "ewa")
    assert letters() == []
    assert letters(NOW + timedelta(hours=1)) == ["ewa"]


def test_a_near_deadline_is_told_to_whom_the_case_was_given(case: DeskCase, member: Named) -> None:
    for login in ("ewa", "adam"):
        NoticeSettings.objects.create(member=member(login), email=["CLOCK_NEAR"], browser=[])
    Work.objects.create(case=case, assignee=member("ewa"))
    assert letters() == ["ewa"]


def test_a_near_deadline_of_nobodys_case_is_told_to_all_who_want_to_know(case: DeskCase, member: Named) -> None:
    for login in ("ewa", "adam"):
        NoticeSettings.objects.create(member=member(login), email=["CLOCK_NEAR"], browser=[])
    assert letters(NOW - timedelta(hours=2)) == []
    assert letters() == ["adam", "ewa"]


def test_a_stopped_connection_is_told_to_who_runs_the_shop(case: DeskCase) -> None:
    Connection.objects.update(state=ConnectionState.NEEDS_CONSENT)
    assert letters() == ["adam", "ola"]


def test_members_of_other_shops_hear_nothing(case: DeskCase) -> None:
    Connection.objects.update(state=ConnectionState.NEEDS_CONSENT)
    far = User.objects.create(username="far", email="far@example.com")
    Member.objects.create(user=far, shop=Shop.objects.create(name="Other"), role="OWNER")
    assert "far" not in letters()


def test_the_browser_gets_what_is_new_and_only_its_members(case: DeskCase, member: Named, browser: Browser) -> None:
    NoticeSettings.objects.create(member=member("ewa"), email=[], browser=["NOT_SENT"])
    first = browser("ewa").get("/notices").json()
    assert first == {"last": 0, "notices": []}
    stuck(case, "ewa")
    assert letters() == []
    told = browser("ewa").get("/notices?after=0").json()
    assert [one["path"] for one in told["notices"]] == [f"/cases/{case.pk}"]
    assert browser("ewa").get(f"/notices?after={told['last']}").json()["notices"] == []
    assert browser("ola").get("/notices?after=0").json()["notices"] == []
    assert browser("ewa").get("/notices").json()["notices"] == []


def test_settings_are_each_members_own(shop: Shop, browser: Browser, member: Named) -> None:
    form = {"email": ["CLOCK_NEAR"], "browser": ["NOT_SENT"], "quiet_from": "22:00", "quiet_to": "07:00"}
    assert browser("ewa").post("/notices/settings", form).status_code == 302
    shown = browser("ewa").get("/notices/settings").content.decode()
    assert 'value="22:00"' in shown
    kept = wishes_of(Member.objects.get(pk=member("ewa").pk))
    assert (sorted(kept.email), sorted(kept.browser)) == (["CLOCK_NEAR"], ["NOT_SENT"])
    assert NoticeSettings.objects.count() == 1
    for wrong in ({"email": ["NONSENSE"]}, {"quiet_from": "22:00"}):
        assert browser("ewa").post("/notices/settings", wrong).status_code == 422


def test_a_shop_without_trouble_costs_the_sweep_few_questions(
    shop: Shop, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(8):
        assert noticing.sweep(NOW) == 0
    assert not Notice.objects.exists()
