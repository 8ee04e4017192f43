"""Figures follow the cases. OPENED is Tuesday 2026-03-03, ten o'clock in Poland."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.centre import stage
from tests.centre.messaging.people import answered as answered_by_warehouse
from tests.centre.messaging.people import begun, fulfilled, order, written
from tests.centre.quality.kept import both_ways, figures, kept
from tests.centre.stage import DAY, OPENED
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.handle import fire_due
from zgoda.centre.messaging import forwarding
from zgoda.centre.quality import figuring, keeping, reading, recompute, summing
from zgoda.centre.quality.models import NOBODY, Counted, DayCount, Figure, Standing, Touched, Turn
from zgoda.centre.store.models import Case
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.quality.figures import Fact, Tally, window_before

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TOMORROW = OPENED + DAY
WEDNESDAY = date(2026, 3, 4)


def seller() -> User:
    return stage.account("seller", Role.SELLER)


def answered(after: timedelta, **more: object) -> Discussion:
    case = stage.opened(**more)
    return stage.done(case, stage.written(stage.seller()), OPENED + after)


def looked_at(now) -> None:
    """As the worker does: first the clocks of the cases, then the figures."""
    for case_id in Case.objects.values_list("pk", flat=True):
        fire_due(case_id, now=now)
    keeping.sweep(now)


@rule("S1-62", "S1-63")
def test_an_answer_counts_from_the_day_after() -> None:
    """Two hours, in time; it is no figure of the same day (G-06)."""
    answered(2 * HOUR)
    keeping.sweep(OPENED + 3 * HOUR)
    assert not Figure.objects.exists()
    looked_at(TOMORROW)
    tally = figures(seller().pk, WEDNESDAY).together.discussions
    assert tally == Tally(ended=1, in_time=1, seconds=7_200)


def test_what_ran_out_counts_and_grows_until_it_is_answered() -> None:
    """Due Wednesday 10:00. On Friday it has waited the whole of Thursday; the late answer of Friday ends that."""
    case = stage.opened()
    looked_at(OPENED + 2 * DAY)
    thursday, friday = date(2026, 3, 5), date(2026, 3, 6)
    assert figures(seller().pk, thursday).together.discussions == Tally(1, 0, (14 + 24) * 3_600)
    looked_at(OPENED + 3 * DAY)
    assert figures(seller().pk, friday).together.discussions == Tally(1, 0, (14 + 48) * 3_600)
    stage.done(case, stage.written(stage.seller()), OPENED + 3 * DAY + HOUR)
    looked_at(OPENED + 3 * DAY + HOUR)
    assert figures(seller().pk, friday).together.discussions == Tally(1, 0, 73 * 3_600)
    assert figures(seller().pk, thursday).together.discussions.seconds == (14 + 24) * 3_600


@rule("S0-53", "S0-54")
def test_opened_and_unresolved_of_transactions() -> None:
    """Four orders of the same days, two Discussions, one of them marked Unresolved, which then is settled (C.2)."""
    first = stage.opened()
    stage.opened()
    stage.line()
    stage.line()
    later = OPENED + 20 * DAY
    looked_at(later)
    stage.done(first, c.MarkUnresolved(by=stage.buyer()), later)
    today = figuring.day_of(later) + timedelta(days=1)
    looked_at(later + DAY)
    part = figures(seller().pk, today).together
    assert (part.discussions_rate, part.unresolved_rate) == (Fraction(2, 4), Fraction(1, 4))
    stage.done(first, c.MarkResolved(by=stage.buyer()), later + DAY)
    looked_at(later + DAY)
    assert figures(seller().pk, today).together.unresolved_rate == 0


def test_only_the_first_round_counts() -> None:
    """G-06: re-opened and left alone, it stays the answer in two hours and one Discussion."""
    case = answered(2 * HOUR)
    case = stage.done(case, c.MarkResolved(by=stage.buyer()), OPENED + 3 * HOUR)
    stage.done(case, c.Reopen(by=stage.buyer(), message_id=stage.text("").id), OPENED + 4 * HOUR)
    looked_at(OPENED + 9 * DAY)
    part = figures(seller().pk, figuring.day_of(OPENED + 9 * DAY)).together
    assert (part.discussions, part.opened) == (Tally(1, 1, 7_200), 1)


@rule("S1-56")
def test_a_hidden_case_is_nobodys_and_no_sellers() -> None:
    """Its row is kept for the Warehouse's own figures, under no account that anybody can ask for."""
    case = answered(2 * HOUR)
    Case.objects.filter(pk=case.id).update(
        hidden=True, state=Case.objects.get(pk=case.id).state.replace('"hidden":false', '"hidden":true')
    )
    recompute.everything(TOMORROW)
    assert list(Counted.objects.values_list("account", flat=True)) == [NOBODY]
    assert not Figure.objects.exists()
    assert DayCount.objects.filter(account=NOBODY, fact=Fact.DISCUSSION_ANSWERS).exists()


@rule("S1-09", "S1-33")
def test_messages_count_by_rounds() -> None:
    """Asked 12:00, answered 12:01; asked again 12:05 and not answered within a business day."""
    sent = begun(order())
    written(sent.thread_id, seller())
    now = OPENED + 2 * HOUR + timedelta(minutes=5)
    written(sent.thread_id, stage.account("buyer", Role.BUYER), now=now)
    looked_at(OPENED + 3 * DAY)
    tally = figures(seller().pk, date(2026, 3, 6)).together.messages
    assert (tally.ended, tally.in_time) == (2, 1)
    waited = 86_400 + (24 * 3_600 - (12 * 3_600 + 5 * 60)) + 86_400
    assert tally.seconds == 60 + waited


def test_on_behalf_runs_out_without_an_event() -> None:
    """G-07: nobody writes anything when the measured time of such a case has passed."""
    stage.opened(by=stage.consultant(), buyer_reported=stage.text("called us"))
    looked_at(OPENED + DAY + HOUR)
    assert not Counted.objects.get().in_time
    looked_at(OPENED + 2 * DAY)
    assert figures(seller().pk, date(2026, 3, 5)).together.discussions.timely == 0


def test_each_day_has_its_figure_and_days_without_data_have_none() -> None:
    answered(2 * HOUR)
    for number in range(1, 34):
        looked_at(OPENED + number * DAY)
    told = dict(Figure.objects.order_by("day").values_list("day", "score"))
    first, last = WEDNESDAY, WEDNESDAY + timedelta(days=29)
    assert [day for day, score in told.items() if score is not None] == [
        first + timedelta(days=number) for number in range(30)
    ]
    assert told[last + timedelta(days=1)] is None
    assert Standing.objects.get().timely is None


def test_a_worker_that_was_away_makes_the_days_it_missed() -> None:
    answered(2 * HOUR)
    keeping.sweep(TOMORROW)
    looked_at(OPENED + 5 * DAY)
    assert Figure.objects.count() == 5
    assert Turn.objects.filter(done=True).count() == 5


def test_sweeping_twice_changes_nothing() -> None:
    answered(2 * HOUR)
    stage.opened()
    looked_at(OPENED + 2 * DAY)
    before = kept(date(2026, 3, 5))
    assert keeping.sweep(OPENED + 2 * DAY) == 0
    assert kept(date(2026, 3, 5)) == before


def test_figures_say_by_which_rules_they_were_made() -> None:
    """C.0 point 4."""
    answered(2 * HOUR)
    looked_at(TOMORROW)
    figure = Figure.objects.get()
    assert (figure.rule_set, figure.scoring) == ("current@2026-03-04/pl", "sample-2020")
    assert (figure.score, figure.maximum, figure.grade) == (20 + 16 + 10, 60, "GOOD")


def test_what_moves_no_figure_touches_nothing() -> None:
    case = answered(2 * HOUR)
    keeping.sweep(OPENED + 2 * HOUR)
    stage.done(case, stage.written(stage.buyer()), OPENED + 3 * HOUR)
    stage.done(case, c.AskToResolve(by=stage.seller(), message_id=case.id, text=stage.text("?")), OPENED + 3 * HOUR)
    assert not Touched.objects.exists()


@rule("S1-32")
def test_the_warehouses_part_is_added_up_over_all_sellers() -> None:

    answered(2 * HOUR)
    Counted.objects.update(party=Role.WAREHOUSE.value)
    recompute.sums_and_figures(TOMORROW)
    found = summing.warehouses(window_before(WEDNESDAY))
    assert [(one.fact, one.count, one.in_time, one.seconds) for one in found] == [
        (Fact.DISCUSSION_ANSWERS, 1, 1, 7_200)
    ]
    assert figures(seller().pk, WEDNESDAY).together.discussions == figures(seller().pk, WEDNESDAY).warehouse.discussions


def test_several_processes_share_a_recomputation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each does every second batch; sums that nothing stands behind are gone wherever they lay."""
    monkeypatch.setattr(recompute, "AT_ONCE", 2)
    answered(2 * HOUR)
    row = Counted.objects.get()
    for account in range(10_001, 10_008):
        row.pk, row.subject, row.account = None, str(account), account
        row.save()
    recompute.sums_and_figures(TOMORROW)
    whole = kept(WEDNESDAY)
    DayCount.objects.filter(account__lt=10_004).delete()
    for account in (10_002, 20_000):
        DayCount.objects.create(account=account, market="cz", fact=Fact.OPENED, party="SELLER", day=WEDNESDAY, count=9)
    assert sum(recompute.sums_and_figures(TOMORROW, part=part, parts=2) for part in (0, 1)) == 8
    assert kept(WEDNESDAY) == whole


@rule("S1-56")
def test_a_case_that_turns_out_hidden_leaves_its_seller_and_makes_no_figure_of_nobody() -> None:
    case = answered(2 * HOUR)
    looked_at(TOMORROW)
    row = Case.objects.get(pk=case.id)
    Case.objects.filter(pk=case.id).update(hidden=True, state=row.state.replace('"hidden":false', '"hidden":true'))
    stage.done(case, c.MarkResolved(by=stage.buyer()), TOMORROW)
    looked_at(TOMORROW)
    assert set(DayCount.objects.values_list("account", flat=True)) == {NOBODY}
    assert figures(seller().pk, WEDNESDAY).together.is_empty
    assert not Figure.objects.filter(account=NOBODY).exists()


def test_a_turn_that_was_broken_off_is_finished_first() -> None:
    """A worker was killed after the first of two sellers."""
    answered(2 * HOUR)
    row = Counted.objects.get()
    row.pk, row.subject, row.account = None, "another", seller().pk + 1
    row.save()
    keeping.sweep(OPENED + 3 * HOUR)
    recompute.sums_and_figures(OPENED + 3 * HOUR)
    Turn.objects.create(day=WEDNESDAY, after=seller().pk)
    keeping.sweep(OPENED + 2 * DAY)
    made = Figure.objects.filter(day=WEDNESDAY).values_list("account", flat=True)
    assert (list(made), Turn.objects.get(day=WEDNESDAY).done) == ([seller().pk + 1], True)


@rule("S1-09", "S1-33", "S1-64")
def test_a_forwarded_message_is_the_warehouses_from_the_same_start() -> None:
    """Asked 12:00 about an invoice, forwarded 13:00, answered by the Warehouse at 14:00: two hours, the Warehouse's."""
    message = begun(fulfilled(), "Proszę o fakturę")
    asked = message.created_at
    forwarding.forward(message.id, Role.SELLER, seller().pk, "To sprawa magazynu", now=asked + HOUR)
    assert Counted.objects.get().party == Role.WAREHOUSE
    answered_by_warehouse(message.thread_id, now=asked + 2 * HOUR)
    looked_at(TOMORROW)
    found = figures(seller().pk, WEDNESDAY)
    assert (found.own.messages, found.warehouse.messages) == (Tally(), Tally(1, 1, 7_200))
    assert both_ways(TOMORROW, WEDNESDAY)[0] == kept(WEDNESDAY)


def test_a_message_forwarded_when_it_was_late_stays_the_sellers_until_it_is_answered() -> None:
    message = begun(fulfilled(), "Proszę o fakturę")
    late = message.created_at + 2 * DAY
    looked_at(late)
    forwarding.forward(message.id, Role.SELLER, seller().pk, "To sprawa magazynu", now=late)
    assert (Counted.objects.get().party, Counted.objects.get().waiting) == (Role.SELLER, True)
    answered_by_warehouse(message.thread_id, now=late + HOUR)
    assert (Counted.objects.get().party, Counted.objects.get().waiting) == (Role.WAREHOUSE, False)
    followed, anew = both_ways(late + HOUR, figuring.day_of(late))
    assert followed == anew


def test_after_a_long_standstill_an_old_figure_is_no_longer_in_force() -> None:
    """Nothing was reckoned for three months: what counted then has left every window since, and nothing stands."""
    answered(2 * HOUR)
    looked_at(TOMORROW)
    assert reading.newest(seller().pk, TOMORROW) is not None
    later = OPENED + 100 * DAY
    looked_at(later)
    assert reading.newest(seller().pk, later) is None
    assert Standing.objects.get(pk=seller().pk).timely is None
