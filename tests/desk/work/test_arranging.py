"""Whose a case is, until when it is put aside, and who else is there."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.conftest import DeskClock
from zgoda.desk.cases import listing
from zgoda.desk.cases.listing import Filters, View
from zgoda.desk.store.models import DeskCase, Member, Shop
from zgoda.desk.work import arranging, colleagues, conditions
from zgoda.desk.work.arranging import Why
from zgoda.desk.work.models import Presence, Team, Work
from zgoda.domain.snooze import is_asleep

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]
HOUR = timedelta(hours=1)
HTMX = {"HTTP_HX_REQUEST": "true"}
"""What a page's own request says of itself."""


def listed(case: DeskCase, clock: DeskClock, member: Member, **filters: object) -> bool:
    page = listing.page(case.shop_id, Filters(**filters), clock.now, member_id=member.pk)  # type: ignore[arg-type]
    return [row.case.pk for row in page.rows] == [case.pk]


def test_assigned_case_is_in_its_persons_view_alone(case: DeskCase, clock: DeskClock, me: Member, jan: Member) -> None:
    assert listed(case, clock, me, who="none")
    assert arranging.assign([case], f"m{me.pk}") is None
    assert listed(case, clock, me, who="me")
    assert not listed(case, clock, jan, who="me")
    assert not listed(case, clock, me, who="none")
    arranging.assign([case], "")
    assert listed(case, clock, me, who="none")


def test_team_has_its_cases_and_a_person_of_it_takes_one(case: DeskCase, clock: DeskClock, me: Member) -> None:
    team = Team.objects.create(shop=case.shop, name="Parcels")
    arranging.assign([case], f"t{team.pk}")
    assert listed(case, clock, me, who=f"t{team.pk}")
    assert listed(case, clock, me, who="none")
    arranging.assign([case], f"m{me.pk}")
    assert listed(case, clock, me, who=f"t{team.pk}")
    assert not listed(case, clock, me, who="none")


def test_nothing_is_given_to_strangers_or_readers(case: DeskCase, reader: Member) -> None:
    stranger = Team.objects.create(shop=Shop.objects.create(name="Other"), name="Theirs")
    for who in (f"m{reader.pk}", "m999", f"t{stranger.pk}", "x1", "m", "m1; drop"):
        assert arranging.assign([case], who) == Why.NO_SUCH_PERSON
    assert not Work.objects.exists()


def test_an_ended_case_leaves_ones_open_cases(case: DeskCase, clock: DeskClock, me: Member) -> None:
    arranging.assign([case], f"m{me.pk}")
    case.ended = True
    case.save()
    arranging.follow(case)
    assert Work.objects.get().ended
    assert listed(case, clock, me, who="me", view=View.ENDED)


def test_put_aside_is_out_of_sight_and_comes_back_by_itself(case: DeskCase, clock: DeskClock, me: Member) -> None:
    DeskCase.objects.update(next_due=clock.now + 72 * HOUR)
    case.refresh_from_db()
    assert arranging.snooze(case, clock.now + 10 * HOUR, clock.now) is None
    assert not listed(case, clock, me)
    assert listed(case, clock, me, view=View.SNOOZED)
    clock.forward(hours=10)
    assert listed(case, clock, me)
    assert not listed(case, clock, me, view=View.SNOOZED)


def test_a_clock_that_moves_nearer_brings_it_back(case: DeskCase, clock: DeskClock, me: Member) -> None:
    DeskCase.objects.update(next_due=clock.now + 72 * HOUR)
    case.refresh_from_db()
    arranging.snooze(case, clock.now + 10 * HOUR, clock.now)
    DeskCase.objects.update(next_due=clock.now + 4 * HOUR)
    assert listed(case, clock, me)


def test_what_would_be_back_at_once_is_not_put_aside(case: DeskCase, clock: DeskClock) -> None:
    case.next_due = clock.now + 3 * HOUR
    assert arranging.snooze(case, clock.now + HOUR, clock.now) == Why.CLOCK_TOO_NEAR
    assert arranging.snooze(case, clock.now - HOUR, clock.now) == Why.IN_THE_PAST
    case.ended = True
    assert arranging.snooze(case, clock.now + HOUR, clock.now) == Why.ENDED


minutes = st.integers(-400, 400)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    until=st.none() | minutes,
    since=minutes,
    due=minutes,
    heard=st.none() | minutes,
    role=st.sampled_from(["BUYER", "SELLER"]),
)
def test_the_list_judges_as_the_rule_does(
    case: DeskCase, until: int | None, since: int, due: int, heard: int | None, role: str
) -> None:
    """The rule's one home is `domain.snooze`; the conditions on rows say the same."""
    now = datetime.fromisoformat("2026-03-02T10:00:00+00:00")

    def at(by: int | None) -> datetime | None:
        return None if by is None else now + timedelta(minutes=by)

    DeskCase.objects.update(next_due=at(due), last_message_at=at(heard), last_message_role=role)
    Work.objects.update_or_create(case=case, defaults={"snoozed_until": at(until), "snoozed_at": at(since)})
    asleep = is_asleep(at(until), at(since), at(due), None if role == "SELLER" else at(heard), now)  # type: ignore[arg-type]
    times = now, conditions.soon(now)
    assert DeskCase.objects.filter(conditions.asleep(*times)).exists() is asleep
    assert DeskCase.objects.filter(conditions.awake(*times)).exists() is not asleep


def test_colleagues_at_a_case_are_seen_and_warned_about(
    desk: Client, case: DeskCase, clock: DeskClock, jan: Member
) -> None:
    colleagues.here(jan.pk, case.pk, clock.now, typing=False)
    assert "jan is looking" in desk.get("/").content.decode()
    assert "Also looking at this case: jan" in desk.post(f"/cases/{case.pk}/here", **HTMX).content.decode()
    colleagues.here(jan.pk, case.pk, clock.now, typing=True)
    assert "jan is typing" in desk.get("/").content.decode()
    warned = desk.post(f"/cases/{case.pk}/here", {"typing": "1"}, **HTMX).content.decode()
    assert "Writing an answer here right now: jan" in warned
    clock.forward(seconds=31)
    assert "jan" not in desk.get("/").content.decode()
    assert Presence.objects.count() == 2


def test_the_day_by_its_forms(desk: Client, case: DeskCase, me: Member, clock: DeskClock) -> None:
    DeskCase.objects.update(next_due=clock.now + 72 * HOUR)
    assert desk.post(f"/cases/{case.pk}/assign", {"who": "me"}).status_code == 302
    assert Work.objects.get().assignee == me
    assert desk.post(f"/cases/{case.pk}/snooze", {"until": "hours"}).status_code == 302
    assert Work.objects.get().snoozed_until == clock.now + 3 * HOUR
    page = desk.get(f"/cases/{case.pk}/work").content.decode()
    assert "Put aside until" in page
    desk.post(f"/cases/{case.pk}/snooze", {"until": "now"})
    assert Work.objects.get().snoozed_until is None


def test_a_reader_changes_nothing(case: DeskCase, reader: Member) -> None:
    browser = Client()
    browser.force_login(reader.user)
    for path in ("assign", "snooze"):
        assert browser.post(f"/cases/{case.pk}/{path}", {"who": "me", "until": "hours"}).status_code == 404
    assert not Work.objects.exists()
    assert "<form" not in browser.get(f"/cases/{case.pk}/work", headers={"HX-Request": "true"}).content.decode()


def test_teams_are_made_changed_and_removed(desk: Client, case: DeskCase, me: Member, jan: Member) -> None:
    desk.post("/teams", {"name": "Parcels", "member": [str(me.pk), str(jan.pk)]})
    team = Team.objects.get()
    assert set(team.members.all()) == {me, jan}
    assert "Parcels" in desk.get("/").content.decode()
    assert "There is a team of that name." in desk.post("/teams", {"name": "Parcels"}).content.decode()
    desk.post(f"/teams/{team.pk}", {"member": [str(jan.pk)]})
    assert set(team.members.all()) == {jan}
    arranging.assign([case], f"t{team.pk}")
    desk.post(f"/teams/{team.pk}", {"what": "delete"})
    assert Work.objects.get().team is None
