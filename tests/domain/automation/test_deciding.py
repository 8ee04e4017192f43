"""A rule judged by its facts: what fits, what is done, and what is left out and why. Nothing here knows a row."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from zgoda.domain.automation import breaker, happening
from zgoda.domain.automation.breaker import Why
from zgoda.domain.automation.deciding import Decision, Unmet, decide
from zgoda.domain.automation.facts import Author, Event, Facts, History, Said, Story
from zgoda.domain.automation.rule import Deed, Escalation, Hours, If, Rule, Then, Trigger, When
from zgoda.domain.automation.written import Wrong, from_plain, to_plain, wrong

NOW = datetime(2026, 3, 10, 22, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WROTE = Event(Trigger.WROTE, "wrote:m1", NOW, "Dzień dobry, paczka nie przyszła")
PLAIN = Facts()
ACK = Then(acknowledge="We are closed; you hear from us in the morning.")


def rule(then: Then = ACK, **asked: object) -> Rule:
    return Rule(7, When(Trigger.WROTE), If(**asked), then)


def done(then: Then, facts: Facts = PLAIN, now: datetime = NOW) -> Decision:
    return decide(rule(then), WROTE, facts, now)


@pytest.mark.parametrize(
    ("asked", "facts", "unmet"),
    [
        ({"types": frozenset({"CLAIM"})}, Facts(type="DISPUTE"), Unmet.TYPE),
        ({"connections": frozenset({1, 2})}, Facts(connection=3), Unmet.CONNECTION),
        ({"markets": frozenset({"cz", "sk"})}, Facts(market="pl"), Unmet.MARKET),
        ({"reasons": frozenset({"OTHER"})}, Facts(reason="NOT_AS_DESCRIBED"), Unmet.REASON),
        ({"languages": frozenset({"cs"})}, Facts(language="pl"), Unmet.LANGUAGE),
        ({"tags": frozenset({"hurt"})}, Facts(tags=frozenset({"pilne"})), Unmet.TAG),
        ({"without_tags": frozenset({"pilne"})}, Facts(tags=frozenset({"pilne"})), Unmet.WITHOUT_TAG),
        ({"teams": frozenset({4})}, Facts(team=5), Unmet.TEAM),
        ({"of_nobody": True}, Facts(person=9), Unmet.NOBODY),
        ({"hours": Hours.OUTSIDE}, Facts(at_work=True), Unmet.HOURS),
        ({"hours": Hours.WITHIN}, Facts(at_work=False), Unmet.HOURS),
        ({"words": ("zwrot pieniędzy",)}, Facts(), Unmet.WORDS),
    ],
)
def test_each_condition_can_fail(asked: dict, facts: Facts, unmet: Unmet) -> None:
    assert decide(rule(**asked), WROTE, facts, NOW) == Decision(unmet)


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ({}, Facts()),
        ({"types": frozenset({"CLAIM", "DISPUTE"}), "markets": frozenset({"pl"})}, Facts(type="CLAIM", market="pl")),
        ({"tags": frozenset({"hurt", "vip"})}, Facts(tags=frozenset({"vip"}))),
        ({"hours": Hours.OUTSIDE, "of_nobody": True}, Facts(at_work=False)),
        ({"words": ("zwrot", "paczki nie PRZYSZŁY")}, Facts()),
    ],
)
def test_one_of_several_values_is_enough_and_every_condition_counts(asked: dict, facts: Facts) -> None:
    assert decide(rule(**asked), WROTE, facts, NOW).fits


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(history=History(acknowledged=True)), Why.ALREADY_ACKNOWLEDGED),
        (Facts(answered=True), Why.ANSWERED),
        (Facts(ended=True), Why.CASE_ENDED),
        (Facts(history=History(last_automatic_at=NOW - timedelta(seconds=90))), Why.ROBOT),
        (Facts(history=History(in_case={7: breaker.IN_CASE})), Why.OFTEN_HERE),
        (Facts(history=History(anywhere={7: breaker.ANYWHERE})), Why.OFTEN_ANYWHERE),
    ],
)
def test_what_speaks_against_a_message_is_named(facts: Facts, why: Why) -> None:
    assert done(ACK, facts).left == ((Deed.ACKNOWLEDGE, why),)
    assert done(ACK, facts).acts == ()


def test_a_message_about_what_is_long_past_is_left_out_and_other_deeds_are_not() -> None:
    late = NOW + breaker.STALE + HOUR
    decision = done(replace(ACK, tags=("noc",)), now=late)
    assert decision.left == ((Deed.ACKNOWLEDGE, Why.TOO_LATE),)
    assert [act.deed for act in decision.acts] == [Deed.TAG]


def test_evidence_is_asked_for_by_reason_and_once() -> None:
    then = Then(evidence={"MISSING_PRODUCT_ELEMENT": "Which part?", "": "Please send a picture."})
    assert done(then, Facts(reason="MISSING_PRODUCT_ELEMENT")).acts[0].text == "Which part?"
    assert done(then, Facts(reason="OTHER")).acts[0].text == "Please send a picture."
    assert done(then, Facts(history=History(evidence_asked=True))).left == ((Deed.ASK_EVIDENCE, Why.ALREADY_ASKED),)
    only = Then(evidence={"OTHER": "What happened?"})
    assert done(only, Facts(reason="NOT_AS_DESCRIBED")).left == ((Deed.ASK_EVIDENCE, Why.NOT_FOR_REASON),)


def test_a_rule_takes_no_case_from_a_colleague_but_an_escalation_may() -> None:
    assert done(Then(assign="m3"), Facts(person=5)).left == ((Deed.ASSIGN, Why.HAS_OWNER),)
    assert done(Then(assign="t3"), Facts(team=5)).left == ((Deed.ASSIGN, Why.HAS_OWNER),)
    assert done(Then(assign="m3"), Facts(team=5)).acts[0].whom == "m3"
    act = done(Then(escalate=Escalation(4, "Pilne", frozenset({1}))), Facts(person=5)).acts[0]
    assert (act.whom, act.tags, act.tell) == ("t4", ("Pilne",), frozenset({1}))


def test_only_tags_that_are_missing_are_put() -> None:
    assert done(Then(tags=("Pilne", "Noc")), Facts(tags=frozenset({"pilne"}))).acts[0].tags == ("Noc",)
    assert done(Then(tags=("Pilne",)), Facts(tags=frozenset({"pilne"}))).left == ((Deed.TAG, Why.HAS_TAGS),)


STORY = Story(
    opened_at=NOW - 30 * HOUR,
    said=(
        Said("b1", NOW - 30 * HOUR, Author.BUYER, "It is broken"),
        Said("a1", NOW - 29 * HOUR, Author.AUTOMATIC, "We are closed"),
        Said("b2", NOW - 20 * HOUR, Author.BUYER, "Hello?"),
        Said("s1", NOW - 10 * HOUR, Author.PERSON, "Sorry"),
        Said("b3", NOW - 2 * HOUR, Author.BUYER, "And now?"),
    ),
    due=NOW + 3 * HOUR,
)
LONG_AGO = NOW - 100 * HOUR


def names(story: Story, trigger: Trigger, hours: int = 0, since: datetime = LONG_AGO) -> list[str]:
    return [event.key.partition(":")[2] for event in happening.events(story, When(trigger, hours), since, NOW)]


def test_an_automatic_message_is_no_answer_to_a_buyer_who_waits() -> None:
    assert names(STORY, Trigger.SILENT, 19) == ["b1"]
    assert names(STORY, Trigger.SILENT, 20) == []
    assert names(STORY, Trigger.SILENT, 1) == ["b1", "b3"]
    assert happening.next_at(STORY, When(Trigger.SILENT, 5), NOW) == NOW + 3 * HOUR


def test_a_clock_is_near_once_also_for_a_rule_that_was_switched_on_later() -> None:
    near = When(Trigger.NEAR, 4)
    assert [one.at for one in happening.events(STORY, near, LONG_AGO, NOW)] == [NOW - HOUR]
    assert [one.at for one in happening.events(STORY, near, NOW, NOW)] == [NOW]
    assert names(replace(STORY, met_at=NOW - 2 * HOUR), Trigger.NEAR, 4) == []
    assert names(replace(STORY, due=NOW - HOUR), Trigger.NEAR, 4, since=NOW) == []
    assert happening.next_at(STORY, When(Trigger.NEAR, 2), NOW) == NOW + HOUR


def test_what_happened_before_a_rule_was_switched_on_is_past() -> None:
    assert names(STORY, Trigger.WROTE) == ["b1", "b2", "b3"]
    assert names(STORY, Trigger.WROTE, since=NOW - 3 * HOUR) == ["b3"]
    assert len(names(STORY, Trigger.ARRIVED)) == 1
    assert names(STORY, Trigger.ARRIVED, since=NOW - HOUR) == []
    assert names(STORY, Trigger.ENDED) == []
    assert len(names(replace(STORY, ended_at=NOW), Trigger.ENDED)) == 1


FULL = Rule(
    7,
    When(Trigger.NEAR, 4),
    If(
        types=frozenset({"CLAIM"}),
        connections=frozenset({2}),
        markets=frozenset({"pl"}),
        reasons=frozenset({"OTHER"}),
        languages=frozenset({"cs"}),
        tags=frozenset({"vip"}),
        without_tags=frozenset({"hurt"}),
        teams=frozenset({3}),
        of_nobody=True,
        hours=Hours.OUTSIDE,
        words=("zwrot pieniędzy",),
    ),
    Then("Hello {login}", {"": "Picture?"}, ("Noc",), "t3", Escalation(3, "Pilne", frozenset({1})), "look"),
    stops=True,
)


def test_a_rule_is_read_as_it_was_kept() -> None:
    assert from_plain(7, to_plain(FULL)) == FULL
    assert from_plain(7, {}) == Rule(7, When(), If(), Then())
    assert wrong(FULL) == []


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (replace(FULL, then=Then()), Wrong.NOTHING_TO_DO),
        (replace(FULL, when=When(Trigger.SILENT, 0)), Wrong.HOURS),
        (replace(FULL, then=Then(acknowledge="x" * 2001)), Wrong.TOO_LONG),
        (replace(FULL, then=Then(acknowledge="Dear {loign}")), Wrong.VARIABLE),
        (replace(FULL, then=Then(acknowledge="Yours, {agent}")), Wrong.VARIABLE),
    ],
)
def test_what_is_wrong_with_a_rule_is_found_before_it_is_kept(bad: Rule, why: Wrong) -> None:
    assert wrong(bad) == [why]
