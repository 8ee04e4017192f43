"""The form of working hours and targets: what was typed, what is wrong with it, and the proposal it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from zgoda.desk.house import written
from zgoda.desk.house.models import House
from zgoda.domain.markets import MARKETS

DAYS = 7
USUAL = [[[9 * 60, 17 * 60]]] * 5 + [[], []]
"""What the form begins with: weekdays from nine to five."""


@dataclass(slots=True)
class HouseForm:
    """``values`` as they stand in the fields; ``errors`` are pairs (field, sentence)."""

    values: dict[str, str]
    errors: list[tuple[str, str]] = field(default_factory=list)

    def proposal(self, team_id: int | None) -> dict[str, object]:
        """Fills ``errors`` where something cannot be read; the result then means nothing."""
        week = [written.openings(self.values[f"day{number}"]) for number in range(DAYS)]
        for number, day in enumerate(week):
            if day is None:
                self.errors.append((f"day{number}", _("Write times like 9:00–12:30, 13:00–17:00, or leave it empty.")))
        days = written.free_days(self.values["free_days"])
        if days is None:
            self.errors.append(("free_days", _("Write one date on each line, like 2026-12-24, or from – to.")))
        if not any(week) and not self.errors:
            self.errors.append(("day0", _("Give working hours on at least one day.")))
        return {
            "team": team_id,
            "market": self._market(),
            "week": [[list(opening) for opening in day or ()] for day in week],
            "free_days": [str(day) for day in days or ()],
            "first_minutes": self._target("first"),
            "next_minutes": self._target("next"),
        }

    def _market(self) -> str:
        chosen = self.values["market"]
        if chosen not in {row.code for row in MARKETS.values()}:
            self.errors.append(("market", _("Choose a country.")))
        return chosen

    def _target(self, name: str) -> int | None:
        text = self.values[name]
        found = written.minutes(text) if text.strip() else None
        if text.strip() and found is None:
            self.errors.append((name, _("Write working hours like 4, 1:30 or 0:45.")))
        return found


def typed(posted: Mapping[str, str]) -> HouseForm:
    names = ("market", "free_days", "first", "next", *(f"day{number}" for number in range(DAYS)))
    return HouseForm({name: posted.get(name, "")[:20_000] for name in names})


def shown(row: House) -> HouseForm:
    week = row.week or USUAL
    values = {f"day{number}": written.show_openings(day) for number, day in enumerate(week)}
    days = map(date.fromisoformat, row.free_days)
    return HouseForm(
        {
            **values,
            "market": row.market,
            "free_days": written.show_free_days(days),
            "first": written.show_minutes(row.first_minutes),
            "next": written.show_minutes(row.next_minutes),
        }
    )
