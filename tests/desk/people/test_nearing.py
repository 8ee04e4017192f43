"""Warnings before a breach: how long before and to whom as the shop says, each due time once, whatever dies meanwhile."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from zgoda.desk.house import clock as house
from zgoda.desk.house.models import Warnings
from zgoda.desk.people import letters, nearing, noticing
from zgoda.desk.people.models import Notice, NoticeSettings
from zgoda.desk.store.models import Connection, DeskCase, Member, Shop
from zgoda.desk.work.models import Team, Work
from zgoda.engine import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
Browser = Callable[[str], Client]
Named = Callable[[str], Member]
NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def case(shop: Shop) -> DeskCase:
    """A target due in three hours, the marketplace's date in four."""
    connection = Connection.objects.create(shop=shop, name="A", api_url="x", auth_url="x", upload_url="x")
    return DeskCase.objects.create(
        shop=shop,
        connection=connection,
        remote_id="c",
        opened_at=NOW,
        next_due=NOW + 3 * HOUR,
        next_what=house.FIRST,
        house_due=NOW + 3 * HOUR,
        answer_due=NOW + 4 * HOUR,
        first_seen_at=NOW,
        read_at=NOW,
    )


def dues(now: datetime) -> list[float]:
    """Of what is warned, hours from NOW."""
    return [(one.due - NOW) / HOUR for one in nearing.near(now)]


def test_each_kind_of_clock_has_its_own_time_before(case: DeskCase) -> None:
    assert dues(NOW - HOUR) == []
    assert dues(NOW) == [4], "the marketplace's date is not late because a target comes before it"
    assert dues(NOW + 2 * HOUR) == [3, 4]
    Warnings.objects.create(shop=case.shop, market_minutes=0, house_minutes=600)
    assert dues(NOW - 7 * HOUR) == [3]
    DeskCase.objects.update(answered_at=NOW)
    Warnings.objects.update(market_minutes=600)
    assert dues(NOW) == [3], "what is answered is not due"
    DeskCase.objects.update(next_what=house.LATE)
    assert dues(NOW) == []


def test_a_turned_server_is_judged_by_its_own_clock(case: DeskCase) -> None:
    Connection.objects.update(clock_offset_ms=3_600_000 * 48)
    assert dues(NOW) == []
    assert dues(NOW - 48 * HOUR) == [4]


def test_whom_a_warning_goes_to(case: DeskCase, member: Named) -> None:
    ola, adam, ewa = (member(login).pk for login in ("ola", "adam", "ewa"))

    def told() -> set[str]:
        Notice.objects.all().delete()
        noticing.sweep(NOW)
        return set(Notice.objects.values_list("member__user__username", flat=True))

    assert told() == {"ola", "adam", "ewa"}, "nobody's case concerns everybody"
    team = Team.objects.create(shop=case.shop, name="Parcels")
    team.members.set([adam, ewa])
    work = Work.objects.create(case=case, team=team)
    assert told() == {"adam", "ewa"}
    Work.objects.filter(pk=work.pk).update(assignee_id=ewa)
    assert told() == {"ewa"}
    Warnings.objects.create(shop=case.shop, whom="TEAM")
    assert told() == {"adam", "ewa"}
    Warnings.objects.update(whom="ASSIGNED", admins_too=True)
    assert told() == {"adam", "ewa", "ola"}
    Warnings.objects.update(whom="EVERYBODY", admins_too=False)
    assert told() == {"adam", "ewa", "ola"}
    assert ola


def test_told_once_on_the_page_by_letter_and_in_the_browser_though_the_worker_dies(
    case: DeskCase, member: Named, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    Work.objects.create(case=case, assignee=member("ewa"))
    NoticeSettings.objects.create(member=member("ewa"), email=["CLOCK_NEAR"], browser=["CLOCK_NEAR"])
    with monkeypatch.context() as dying:
        dying.setattr(type(letters.send_notice), "enqueue", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            noticing.sweep(NOW)
    assert not Notice.objects.exists(), "without its letter there is no notice"
    for _sweeps in range(3):
        noticing.sweep(NOW)
        jobs.run_pending()
    assert len(mail.outbox) == 1
    due = mail.outbox[0].body
    assert "Mon 1 Jun, 16:00" in due or "14:00" in due
    assert len(browser("ewa").get("/notices?after=0").json()["notices"]) == 1
    page = browser("ewa").get("/notices/settings").content.decode()
    assert page.count("A deadline is near") == 1
    DeskCase.objects.update(answer_due=NOW + 2 * HOUR)
    noticing.sweep(NOW)
    assert Notice.objects.count() == 2, "a new due time is a new warning"
    assert "A deadline is near" not in browser("ola").get("/notices/settings").content.decode()
