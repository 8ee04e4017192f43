"""What colleagues arranged stays in the case's record: each change once, by whom, in words."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.desk.conftest import DeskClock
from zgoda.desk.store.models import DeskCase, Member, MemberRole
from zgoda.desk.work import arranging
from zgoda.desk.work.models import Arranged, Macro, SavedView, Team

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def written(desk: Client, case: DeskCase) -> list[str]:
    """The newest first."""
    shown = desk.get(f"/cases/{case.pk}/arranged", headers={"HX-Request": "true"}).content.decode()
    return re.findall(r"<li><span>(.*?)</span>", shown)


def test_every_arrangement_is_written_down_with_its_author(
    desk: Client, case: DeskCase, clock: DeskClock, me: Member, jan: Member
) -> None:
    team = Team.objects.create(shop=case.shop, name="Parcels")
    DeskCase.objects.update(next_due=clock.now + timedelta(hours=72))
    at = f"/cases/{case.pk}"
    assert "Nothing was arranged yet." in desk.get(f"{at}/arranged").content.decode()
    for who in (f"m{jan.pk}", f"m{jan.pk}", f"t{team.pk}", ""):
        desk.post(f"{at}/assign", {"who": who})
    desk.post(f"{at}/snooze", {"until": "hours"})
    desk.post(f"{at}/snooze", {"until": "now"})
    desk.post(f"{at}/snooze", {"until": "now"})
    for tags in ("urgent, wholesale", "urgent, wholesale", ""):
        desk.post(f"{at}/tags", {"tags": tags})
    arranging.assign([case], f"m{me.pk}")
    said = written(desk, case)
    assert re.fullmatch(r"Put aside until .+ · ola", said.pop(4))
    assert said == [
        "Given to ola · by itself",
        "Tags taken off · ola",
        "Tags: urgent, wholesale · ola",
        "Brought back · ola",
        "Given to no team · ola",
        "Given to the team Parcels · ola",
        "Given to nobody · ola",
        "Given to jan · ola",
    ]


def test_refused_arrangements_leave_no_trace(case: DeskCase, clock: DeskClock, reader: Member) -> None:
    arranging.assign([case], f"m{reader.pk}")
    arranging.snooze(case, clock.now - timedelta(hours=1), clock.now)
    assert not Arranged.objects.exists()


def test_a_teams_macros_and_views_are_its_members_to_use_and_change(
    desk: Client, case: DeskCase, me: Member, jan: Member
) -> None:
    team = Team.objects.create(shop=case.shop, name="Parcels")
    outsider = Member.objects.create(user=type(jan.user).objects.create_user("iza"), shop=case.shop)
    team.members.add(jan)
    inside, outside = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "en"})
    inside.force_login(jan.user)
    outside.force_login(outsider.user)
    inside.post("/macros", {"name": "Where is it", "text": "a", "whose": f"t{team.pk}"})
    inside.post("/views?type=CLAIM", {"name": "Claims with parcels", "whose": f"t{team.pk}"})
    outside.post("/macros", {"name": "Not theirs", "text": "b", "whose": f"t{team.pk}"})
    macro, view = Macro.objects.get(name="Where is it"), SavedView.objects.get()
    assert Macro.objects.get(name="Not theirs").owner == outsider
    assert "the team&#39;s: Parcels" in inside.get("/macros").content.decode()
    assert "Claims with parcels" in inside.get("/").content.decode()
    for browser, path in ((outside, "/macros"), (outside, "/"), (desk, "/"), (desk, f"/cases/{case.pk}/macros")):
        shown = browser.get(path).content.decode()
        assert "Where is it" not in shown
        assert "Claims with parcels" not in shown
    assert outside.post(f"/macros/{macro.pk}", {"what": "delete"}).status_code == 404
    assert outside.post(f"/views/{view.pk}").status_code == 404
    assert "Where is it" in desk.get("/macros").content.decode(), "whoever runs the shop keeps them in order"
    Member.objects.filter(pk=jan.pk).update(role=MemberRole.READONLY)
    assert inside.post(f"/views/{view.pk}").status_code == 404
    team.delete()
    assert "Where is it" in outside.get("/macros").content.decode(), "nothing is lost with a team"
