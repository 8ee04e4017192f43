"""Many cases at once: shown first, done after a second yes, and never more than was shown."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.desk.conftest import DeskClock
from zgoda.desk.store.models import DeskCase, Member, Outgoing, Shop
from zgoda.desk.work.models import Draft, Macro, Work

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def bulk(desk: Client, case: DeskCase, action: str, *, do: bool = True, **more: str) -> str:
    form = {"case": [str(case.pk)], "action": action, **({"step": "do"} if do else {}), **more}
    return desk.post("/bulk", form, follow=True).content.decode()


def test_nothing_happens_before_it_was_shown(desk: Client, case: DeskCase, jan: Member) -> None:
    shown = bulk(desk, case, f"assign:m{jan.pk}", do=False)
    assert "This would happen" in shown
    assert "Do it for 1 case" in shown
    assert not Work.objects.exists()
    assert "Done for 1 case." in bulk(desk, case, f"assign:m{jan.pk}")
    assert Work.objects.get().assignee == jan


def test_tags_are_added_to_those_it_has(desk: Client, case: DeskCase) -> None:
    bulk(desk, case, "tag", tag="a")
    bulk(desk, case, "tag", tag="b, A")
    assert Work.objects.get().labels == "a, b"


def test_a_near_clock_is_not_put_aside_with_the_others(desk: Client, case: DeskCase, clock: DeskClock) -> None:
    DeskCase.objects.update(next_due=clock.now + timedelta(hours=3))
    assert "A clock of this case ends soon" in bulk(desk, case, "snooze:tomorrow", do=False)
    bulk(desk, case, "snooze:tomorrow")
    assert not Work.objects.exists()


def test_a_macro_becomes_a_draft_and_never_a_message(desk: Client, case: DeskCase, me: Member) -> None:
    macro = Macro.objects.create(shop=case.shop, name="Parcel", text="Hello {login}: {waybill}")
    shown = bulk(desk, case, f"macro:{macro.pk}", do=False)
    assert f"Hello {case.buyer_login}: {{waybill}}" in shown
    assert "missing: {waybill}" in shown
    bulk(desk, case, f"macro:{macro.pk}")
    assert Draft.objects.get().text == f"Hello {case.buyer_login}: {{waybill}}"
    Draft.objects.update(text="my own words")
    assert "it is kept" in bulk(desk, case, f"macro:{macro.pk}", do=False)
    bulk(desk, case, f"macro:{macro.pk}")
    assert Draft.objects.get().text == "my own words"
    assert not Outgoing.objects.exists()


def test_cases_of_other_shops_and_unknown_actions_do_nothing(desk: Client, case: DeskCase, me: Member) -> None:
    DeskCase.objects.update(shop=Shop.objects.create(name="Other"))
    for action in (f"assign:m{me.pk}", "assign:m999", "delete:all", ""):
        bulk(desk, case, action)
    assert not Work.objects.exists()
