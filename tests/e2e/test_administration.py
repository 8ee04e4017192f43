"""The administrator's hands: the clock, the calendar of rest days, the layers of the rules."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, expect

from tests.e2e.people import Buyer, Staff, choose_language
from tests.e2e.purchases import Purchase
from tests.e2e.stack import Stack
from tests.marks import rule

WARSAW = ZoneInfo("Europe/Warsaw")


def answer_due(buyer: Buyer, purchase: Purchase) -> str:
    """The instant by which the seller must answer a Discussion opened now, as the page's own data states it."""
    buyer.opens_a_discussion(purchase, "My reason is not on the list")
    buyer.page.get_by_text("Why these dates?").click()
    stated = buyer.page.get_by_role("heading", name="Answer").get_by_role("time").get_attribute("datetime")
    assert stated is not None
    return stated


def test_the_clock_is_turned_and_cannot_be_turned_back(admin: Staff, stack: Stack) -> None:
    admin.go("/administration/clock")
    before = stack.now()
    admin.press("1 hour")
    admin.sees("The clock was moved.")
    assert (stack.now() - before).total_seconds() >= 3600
    admin.sees("The clock cannot be turned back.")
    admin.writes("Or hours", "-5")
    admin.press("Move")
    admin.sees("Write a whole number of hours")


def test_all_places_stand_on_one_line_in_every_language(context: Callable[..., BrowserContext], stack: Stack) -> None:
    admin = Staff(context(width=1440).new_page(), stack.centre, "admin")
    admin.sign_in()
    for language in ("pl", "en", "cs", "sk", "hu"):
        choose_language(admin.page, language)
        admin.go("/administration/faults")
        header = admin.page.get_by_role("banner")
        tops = header.locator("a, summary").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        assert max(tops) - min(tops) < 20, language


@rule("S0-11")
def test_a_rest_day_is_added_with_its_reason_and_moves_the_next_clock(
    admin: Staff, buyer: Buyer, buy: Callable[..., Purchase]
) -> None:
    before = answer_due(buyer, buy("Blue saucer"))
    day = datetime.fromisoformat(before).astimezone(WARSAW)
    admin.go(f"/administration/calendars/PL/{day.year}")
    admin.follow("Add a rest day")
    admin.page.get_by_label("Day").fill(day.date().isoformat())
    admin.writes("Name", "Day of the E2E")
    admin.page.locator("form.sheet").evaluate("form => form.noValidate = true")
    admin.press("Add a rest day")
    admin.sees("Write down the law or the decree, and where it was published.")
    admin.writes("Reason", "Journal of Laws, item 1.")
    admin.press("Add a rest day")
    admin.sees("The calendar is changed.")
    admin.sees("Journal of Laws, item 1.")
    assert answer_due(buyer, buy("Red saucer")) > before
    admin.go("/administration/log")
    admin.sees("Journal of Laws, item 1.")


def test_a_layer_of_the_rules_is_forced_off_and_back(admin: Staff) -> None:
    admin.go("/administration/rules/pl")
    layers = admin.page.get_by_role("region", name="Layers")
    row = layers.get_by_role("row").filter(has_text="in force").last
    row.get_by_role("link", name="Change").click()
    address = admin.page.url
    admin.picks("Forced off")
    admin.writes("Reason", "A trial of the older rules.")
    admin.press("Change")
    admin.sees("Changed. It applies to Discussions opened from now on.")
    expect(layers).to_contain_text("forced off")
    expect(layers).to_contain_text("A trial of the older rules.")
    admin.page.goto(address)
    admin.picks("By its date")
    admin.writes("Reason", "The trial is over.")
    admin.press("Change")
    expect(layers).not_to_contain_text("forced off")
