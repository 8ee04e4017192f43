"""Whether somebody is at work, by the house's working hours (`desk.house.hours`), read once for many instants."""

from collections.abc import Callable
from datetime import datetime

from zgoda.desk.house.hours import plan_of

IsOpen = Callable[[datetime], bool]


def hours_of(shop_id: int) -> Callable[[int], IsOpen]:
    """By team (0: none). Where nobody has hours, the shop is never closed."""
    plan = plan_of(shop_id)

    def of_team(team_id: int) -> IsOpen:
        rules = plan.rules_for(team_id or None)
        return rules.hours.is_open if rules else _always

    return of_team


def are_kept(shop_id: int) -> bool:
    """Whether the shop has working hours at all: without them nothing is ever outside of them."""
    return bool(plan_of(shop_id).by_team)


def _always(_at: datetime) -> bool:
    return True
