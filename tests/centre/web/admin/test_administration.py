"""The administrator: rule sets, calendars, settings, the sandbox's clock, the log, verification (P-46, C.0, D.7)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.centre import stage
from tests.centre.stage import DAY, OPENED
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import HOUR, sent, warned
from zgoda.centre import audit, recompute
from zgoda.centre.store import cases, laws
from zgoda.centre.store.models import CalendarChange, Case, LawChange
from zgoda.domain.actors import Role
from zgoda.engine import clock

pytestmark = pytest.mark.django_db

PATHS = (
    "/administration",
    "/administration/rules",
    "/administration/rules/cz",
    "/administration/rules/pl/base",
    "/administration/rules/pl/layer/comms-2026-03-02",
    "/administration/rules/pl/switch/staff_reopen_limit",
    "/administration/calendars",
    "/administration/calendars/HU/2026",
    "/administration/calendars/PL/2026/add",
    "/administration/calendars/PL/preview",
    "/administration/settings",
    "/administration/clock",
    "/administration/log",
    "/administration/verification",
)


@pytest.fixture(autouse=True)
def _sandbox(settings: Settings) -> None:
    settings.SANDBOX = True


@pytest.mark.parametrize("path", PATHS)
def test_administrators_have_these_pages_and_others_have_none(admin: Client, at: At, path: str) -> None:
    stage.opened()
    page(admin, path)
    for role in (Role.BUYER, Role.SELLER, Role.CONSULTANT, Role.MODERATOR, Role.OVERSIGHT):
        assert signed_in(f"a-{role}", role).get(path).status_code == 404, role
    assert Client().get(path).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "path",
    [
        "/administration/rules/de",
        "/administration/rules/pl/layer/unknown",
        "/administration/rules/pl/magic/claims-2025-07-01",
        "/administration/calendars/DE/2026",
        "/administration/calendars/PL/1900",
        "/administration/calendars/PL/2026/burn",
    ],
)
def test_what_does_not_exist_is_not_found(admin: Client, path: str) -> None:
    assert admin.get(path).status_code == 404


def test_a_layer_is_forced_off_with_a_reason_and_open_cases_keep_their_rules(admin: Client, at: At) -> None:
    case = stage.opened()
    at(OPENED + HOUR)
    path = "/administration/rules/pl/layer/comms-2026-03-02"
    assert "Write down the reason." in words(sent(admin, path, status=422, value="off"))
    sent(admin, path, value="off", why="The court stayed it.")
    assert "comms-2026-03-02" not in laws.law_now("pl", OPENED + DAY).rules.layers
    assert "comms-2026-03-02" in laws.law_of(cases.find(case.id)).rules.layers
    shown = words(page(admin, "/administration/rules/pl"))
    assert "forced off" in shown
    assert "admin · Tue 3 Mar, 11:00 · The court stayed it." in shown


def test_a_forced_layer_goes_back_to_its_date(admin: Client, at: At) -> None:
    path = "/administration/rules/pl/layer/comms-2026-03-02"
    sent(admin, path, value="off", why="Stayed.")
    sent(admin, path, value="default", why="The stay ended.")
    assert "comms-2026-03-02" in laws.law_now("pl", OPENED).rules.layers
    assert LawChange.objects.count() == 2


def test_a_market_goes_to_the_seed_and_others_stay(admin: Client, at: At) -> None:
    sent(admin, "/administration/rules/cz/base", value="seed", why="A trial.")
    assert laws.law_now("cz", OPENED).rules.id == "seed"
    assert laws.law_now("pl", OPENED).rules.id != "seed"


def test_a_switch_takes_only_values_that_it_knows(admin: Client, at: At) -> None:
    path = "/administration/rules/pl/switch/staff_reopen_limit"
    refused = words(sent(admin, path, status=422, value="often", why="A trial."))
    assert "This switch has no such value." in refused
    assert not LawChange.objects.exists()
    sent(admin, path, value="2", why="A trial.")
    assert laws.law_now("pl", OPENED).rules.staff_reopen_limit == 2


def test_each_rule_set_says_how_many_discussions_it_holds(admin: Client, at: At) -> None:
    stage.opened()
    stage.opened()
    assert "current@2026-03-03/pl 2 2" in words(page(admin, "/administration/rules/pl"))


def test_a_rest_day_is_added_with_its_law_and_running_clocks_stay_until_somebody_asks(admin: Client, at: At) -> None:
    case = stage.opened()
    at(OPENED + HOUR)
    path = "/administration/calendars/PL/2026/add"
    missing = words(sent(admin, path, status=422, day="2026-03-04"))
    assert "Write the name of the rest day." in missing
    assert "Write down the law or the decree" in missing
    sent(admin, path, day="2026-03-04", name="Day of Agreement", why="Act of 1 March 2026.")
    shown = words(page(admin, "/administration/calendars/PL/2026"))
    assert "Day of Agreement" in shown
    assert "admin: Act of 1 March 2026." in shown
    assert Case.objects.get(pk=case.id).answer_due == OPENED + DAY
    preview = words(page(admin, "/administration/calendars/PL/preview"))
    assert f"{case.id} Answer Wed 4 Mar, 10:00 Thu 5 Mar, 10:00" in preview


def test_clocks_move_on_request_with_a_reason_and_only_once(admin: Client, at: At) -> None:
    case = stage.opened()
    at(OPENED + HOUR)
    sent(admin, "/administration/calendars/PL/2026/add", day="2026-03-04", name="Day of Agreement", why="Act.")
    path = "/administration/calendars/PL/preview"
    assert "Write down the reason." in words(sent(admin, path, status=422))
    sent(admin, path, why="Act of 1 March 2026.")
    assert cases.find(case.id).deadlines.answer_due == OPENED + 2 * DAY
    assert "Nothing would move" in words(page(admin, path))
    sequence = Case.objects.get(pk=case.id).seq
    sent(admin, path, why="Again.")
    assert Case.objects.get(pk=case.id).seq == sequence
    assert "had the clocks of a case moved Act of 1 March 2026." in words(page(admin, "/administration/log"))


def test_the_preview_shows_every_clock_of_a_case_and_many_cases_page_by_page(
    admin: Client, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "AT_ONCE", 2)
    first, second, third = sorted(stage.opened(reason="NO_PRODUCT_RECEIVED").id for _ in range(3))
    at(OPENED + HOUR)
    sent(admin, "/administration/calendars/PL/2026/add", day="2026-03-04", name="Day of Agreement", why="Act.")
    path = "/administration/calendars/PL/preview"
    shown = page(admin, path)
    assert words(shown).count("Wed 4 Mar, 10:00 Thu 5 Mar, 10:00") == 4
    assert str(first) in shown
    assert str(third) not in shown
    further = f"{path}?after={second}"
    assert f'href="{further}"' in shown
    rest = words(page(admin, further))
    assert (str(third) in rest, str(first) in rest, "The next ones" in rest) == (True, False, False)
    sent(admin, path, why="Act.")
    moved = [cases.find(one).deadlines.answer_due - OPENED for one in (first, second, third)]
    assert moved == [2 * DAY, 2 * DAY, DAY]
    sent(admin, further, why="Act.")
    assert cases.find(third).deadlines.answer_due == OPENED + 2 * DAY
    assert "No more would move" in words(page(admin, further))


def test_the_preview_says_when_it_has_not_looked_at_all_cases_yet(
    admin: Client, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "LOOKED_AT", 1)
    ids = sorted(stage.opened().id for _ in range(2))
    shown = page(admin, "/administration/calendars/PL/preview")
    assert "Not all open Discussions have been looked at yet." in words(shown)
    assert f"?after={ids[0]}" in shown


def test_a_confirmed_year_shows_the_same_time_as_certain(admin: Client, at: At) -> None:
    line, in_2029 = stage.line(), OPENED.replace(year=2029, day=6)
    stage.OrderLine.objects.filter(pk=line).update(bought_at=in_2029 - DAY)
    stage.opened(now=in_2029, line_id=line)
    at(in_2029 + HOUR)
    sent(admin, "/administration/calendars/PL/2029/confirm", why="The law of 2029 is out.")
    assert "Wed, 7 Mar 2029, 10:00 Wed, 7 Mar 2029, 10:00 now certain" in words(
        page(admin, "/administration/calendars/PL/preview")
    )


def test_a_removed_rest_day_counts_again(admin: Client, at: At) -> None:
    path = "/administration/calendars/PL/2026/remove"
    assert "This is not a rest day." in words(sent(admin, path, status=422, day="2026-03-04", why="An error."))
    sent(admin, path, day="2026-11-11", why="An error.")
    assert laws.calendar_of("pl").is_business_day(date(2026, 11, 11))
    assert CalendarChange.objects.get().by is not None


@pytest.mark.parametrize("day", ["", "soon", "2025-03-04"])
def test_a_day_of_another_year_or_none_is_refused(admin: Client, at: At, day: str) -> None:
    answer = sent(admin, "/administration/calendars/PL/2026/add", status=422, day=day, name="Day", why="Act.")
    assert "Write a day of 2026." in words(answer)


def test_a_provisional_year_is_marked_until_it_is_confirmed(admin: Client, at: At) -> None:
    path = "/administration/calendars/HU/2027"
    assert "may still change" in words(page(admin, path))
    sent(admin, f"{path}/confirm", why="The decree for 2027 is out.")
    assert "may still change" not in words(page(admin, path))


def test_a_year_without_a_calendar_says_what_that_means(admin: Client, at: At) -> None:
    assert "No calendar is known for this year." in words(page(admin, "/administration/calendars/PL/2031"))


def test_the_clock_moves_and_what_is_due_happens(admin: Client) -> None:
    case = stage.opened(now=clock.now())
    sent(admin, "/administration/clock", step="7d")
    sent(admin, "/administration/clock", hours="24")
    assert cases.find(case.id).answer_overdue
    assert clock.offset() == timedelta(days=8)
    assert "admin" in words(page(admin, "/administration/clock"))
    assert "the clock was moved forward by 7 days" in words(page(admin, "/administration/log?kind=clock"))


@pytest.mark.parametrize("hours", ["", "0", "-5", "1.5", "99999", "many"])
def test_the_clock_takes_whole_hours_only(admin: Client, hours: str) -> None:
    answer = sent(admin, "/administration/clock", status=422, hours=hours)
    assert "Write a whole number of hours" in words(answer)
    assert clock.offset() == timedelta(0)


def test_outside_a_sandbox_there_is_no_clock(admin: Client, settings: Settings) -> None:
    settings.SANDBOX = False
    assert admin.get("/administration/clock").status_code == 404
    assert admin.post("/administration/clock", {"step": "1h"}).status_code == 404
    assert "/administration/clock" not in page(admin, "/administration")


def test_the_log_tells_who_read_which_case_and_who_warned(admin: Client, consultant: Client, at: At) -> None:
    case = warned()
    at(OPENED + 8 * DAY)
    page(consultant, f"/cases/{case.id}")
    reads = words(page(admin, "/administration/log?kind=reads"))
    assert f"consultant · Consultant read a case {case.id}" in reads
    assert "warned a seller No answer at all." in words(page(admin, "/administration/log"))


def test_the_log_pages_without_losing_entries_of_one_instant(
    admin: Client, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    for value in ("on", "off", "on", "off", "on"):
        sent(admin, "/administration/rules/pl/layer/claims-2025-07-01", value=value, why=f"Turn {value}")
    found: list[str] = []
    before = None
    for _page in range(3):
        rows, before = audit.page("laws", before)
        found += [row.key for row in rows]
    assert len(set(found)) == 5
    assert before is None


@pytest.mark.parametrize("key", ["law-abc", "text-1", "sanctions-1", "clock-"])
def test_a_made_up_place_in_the_log_is_no_error(admin: Client, at: At, key: str) -> None:
    stage.opened()
    assert admin.get(f"/administration/log?before=2026-03-01T00:00:00.000Z_{key}").status_code in {200, 404}


def test_settings_show_no_secret(admin: Client, settings: Settings) -> None:
    html = page(admin, "/administration/settings")
    for secret in (settings.SECRET_KEY, settings.PARTNER_SECRET, *settings.TOKEN_KEYS):
        assert secret not in html
    assert "comms-2026-03-02" in html
    assert "claims-2025-07-01" in html


def test_verification_finds_a_case_that_was_changed_behind_its_journal(admin: Client, at: At) -> None:
    case = stage.opened()
    assert "1 case checked: everything agrees." in words(sent(admin, "/administration/verification", status=200))
    Case.objects.filter(pk=case.id).update(opened_at=datetime(2020, 1, 1, tzinfo=UTC))
    broken = words(sent(admin, "/administration/verification", status=200))
    assert "its row differs from its journal in opened_at" in broken
