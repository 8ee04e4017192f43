"""Whose hours count: the team's own, else the shop's, else none and nothing is ever closed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from zgoda.desk.house.hours import is_working_time, plan_of
from zgoda.desk.house.models import House
from zgoda.desk.store.models import Shop
from zgoda.desk.work.models import Team

SATURDAY = datetime(2026, 11, 28, 10, 30, tzinfo=ZoneInfo("Europe/Warsaw"))
WEEKDAYS = [[[540, 1020]]] * 5 + [[], []]
SATURDAYS = [[], [], [], [], [], [[540, 660], [600, 780]], []]


@pytest.mark.django_db
def test_a_team_has_its_own_hours_and_the_shops_targets() -> None:
    shop = Shop.objects.create(name="Rowery Ola")
    night, day = (Team.objects.create(shop=shop, name=name) for name in ("Night", "Day"))
    assert is_working_time(shop, SATURDAY)
    assert is_working_time(night, SATURDAY)
    House.objects.create(shop=shop, week=WEEKDAYS, first_minutes=240, next_minutes=480)
    House.objects.create(shop=shop, team=night, week=SATURDAYS, first_minutes=60)
    assert not is_working_time(shop, SATURDAY)
    assert not is_working_time(day, SATURDAY)
    assert is_working_time(night, SATURDAY)
    assert not is_working_time(night, SATURDAY + timedelta(hours=3))
    of_night, of_day = (plan_of(shop.pk).rules_for(team.pk) for team in (night, day))
    assert of_night
    assert of_day
    assert (of_night.first, of_night.next) == (timedelta(hours=1), timedelta(hours=8))
    assert (of_day.first, of_day.next) == (timedelta(hours=4), timedelta(hours=8))
