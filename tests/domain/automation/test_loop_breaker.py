"""Whatever rules a shop writes and whatever a buyer's own robot answers, nothing goes round in circles."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zgoda.domain.automation import breaker
from zgoda.domain.automation.deciding import after, counted, decide
from zgoda.domain.automation.facts import Author, Event, Facts, Said, Story
from zgoda.domain.automation.replaying import replay
from zgoda.domain.automation.rule import MESSAGES, Escalation, If, Rule, Then, Trigger, When

START = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)

texts = st.sampled_from(["", "We read your message."])
thens = st.builds(
    Then,
    acknowledge=texts,
    evidence=st.sampled_from([{}, {"": "A picture, please."}]),
    tags=st.sampled_from([(), ("a",), ("b", "c")]),
    assign=st.sampled_from(["", "m1", "t2"]),
    escalate=st.sampled_from([Escalation(), Escalation(3, "urgent")]),
    comment=texts,
)
conditions = st.builds(If, tags=st.sampled_from([frozenset(), frozenset({"a"})]), of_nobody=st.booleans())
shops = st.lists(st.builds(Rule, st.just(0), st.just(When(Trigger.WROTE)), conditions, thens), min_size=1, max_size=5)


@given(shops, st.lists(st.integers(0, 100_000), max_size=30), st.integers(0, 119))
def test_a_buyers_robot_that_answers_everything_gets_at_most_one_message_of_each_kind(
    rules: list[Rule], pauses: list[int], echo: int
) -> None:
    rules = [replace(rule, id=number) for number, rule in enumerate(rules)]
    facts, now, sent, ran = Facts(), START, [], dict.fromkeys(range(len(rules)), 0)
    waiting = [(START + timedelta(seconds=sum(pauses[: n + 1])), f"b{n}", False) for n in range(len(pauses))]
    while waiting:
        assert len(waiting) < 200
        now, name, is_echo = waiting.pop(0)
        event = Event(Trigger.WROTE, name, now, "again")
        for rule in rules:
            decision = decide(rule, event, facts, now)
            if not decision.acts:
                continue
            facts, ran[rule.id] = counted(facts, rule), ran[rule.id] + 1
            for act in decision.acts:
                facts = after(facts, act, now)
                if act.deed in MESSAGES:
                    assert not is_echo
                    sent.append(act.deed)
                    waiting = sorted([*waiting, (now + timedelta(seconds=echo), f"echo{len(sent)}", True)])
    assert len(sent) == len(set(sent)) <= len(MESSAGES)
    assert all(times <= breaker.IN_CASE for times in ran.values())


@given(
    st.builds(Rule, st.just(7), st.just(When(Trigger.WROTE)), conditions, thens),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3 * 24 * 60)), max_size=60),
)
def test_a_replayed_rule_keeps_the_same_limits(rule: Rule, said: list[tuple[int, int]]) -> None:
    stories = {
        case: Story(
            START,
            tuple(
                Said(f"{case}-{number}", START + timedelta(minutes=minute), Author.BUYER, "x")
                for number, (_case, minute) in enumerate(sorted(one for one in said if one[0] == case))
            ),
        )
        for case in range(5)
    }
    found = list(replay(rule, stories, lambda _case, _event: Facts(), START, START + timedelta(days=4)))
    assert len(found) == len(said)
    assert [one.event.at for one in found] == sorted(one.event.at for one in found)
    for case in stories:
        acted = [one for one in found if one.case == case and one.decision.acts]
        messages = [act.deed for one in acted for act in one.decision.acts if act.deed in MESSAGES]
        assert len(messages) == len(set(messages))
        for one in acted:
            day = [other for other in acted if one.event.at - breaker.DAY < other.event.at <= one.event.at]
            assert len(day) <= breaker.IN_CASE
