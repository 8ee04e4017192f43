"""A rule out of its form, and a form filled with a rule. What was not offered is not taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from zgoda.desk.automation.web import words
from zgoda.desk.automation.web.words import Names
from zgoda.desk.work import tagging
from zgoda.domain.automation.rule import WITH_HOURS, Escalation, Hours, If, Rule, Then, Trigger, When
from zgoda.domain.plain_text import plain
from zgoda.look.numbers import whole

LONGEST_NAME = 80
_MOST_PHRASES = 20
_LONGEST_PHRASE = 60
_MOST_KEPT = 20_000
"""Of a text that is too long enough is kept to show it again."""
MANY = ("types", "connections", "markets", "reasons", "languages", "teams", "tell")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the form's fields hold: ``one`` single values, ``many`` the ticked ones, ``evidence`` by reason."""

    one: Mapping[str, str]
    many: Mapping[str, frozenset[str]] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    ticked: Mapping[str, bool] = field(default_factory=dict)


def name_of(post: QueryDict) -> str:
    return " ".join(post.get("name", "").split())[:LONGEST_NAME]


def rule_of(post: QueryDict, names: Names) -> Rule:
    """What cannot be read counts as not given; `domain.automation.written.wrong` judges the rest."""
    offered = words.options(names)
    some = {name: frozenset(post.getlist(name)) & {value for value, _label in offered[name]} for name in MANY}
    single = {name: _offered(post, offered, name) for name in ("trigger", "working", "assign", "escalate_team")}
    trigger = Trigger(single["trigger"] or Trigger.ARRIVED)
    return Rule(
        0,
        When(trigger, min(whole(post.get("hours", "")) or 0, 10**6) if trigger in WITH_HOURS else 0),
        If(
            types=some["types"],
            connections=_ids(some["connections"]),
            markets=some["markets"],
            reasons=some["reasons"],
            languages=some["languages"],
            tags=_keys(post, "tags_if"),
            without_tags=_keys(post, "without_tags"),
            teams=_ids(some["teams"]),
            of_nobody=post.get("of_nobody") == "1",
            hours=Hours(single["working"]),
            words=_phrases(post.get("words", "")),
        ),
        Then(
            acknowledge=_text(post, "acknowledge"),
            evidence=_evidence(post),
            tags=tuple(tagging.read(post.get("tags", ""))),
            assign=single["assign"],
            escalate=Escalation(
                whole(single["escalate_team"]) or 0,
                next(iter(tagging.read(post.get("escalate_tag", ""))), ""),
                _ids(some["tell"]),
            ),
            comment=_text(post, "comment"),
        ),
        stops=post.get("stops") == "1",
    )


def shown(name: str, rule: Rule) -> Shown:
    """The form of this rule."""
    asked, then = rule.only_if, rule.then
    return Shown(
        one={
            "name": name,
            "trigger": rule.when.trigger.value,
            "hours": str(rule.when.hours or ""),
            "tags_if": ", ".join(sorted(asked.tags)),
            "without_tags": ", ".join(sorted(asked.without_tags)),
            "working": asked.hours.value,
            "words": ", ".join(asked.words),
            "acknowledge": then.acknowledge,
            "tags": ", ".join(then.tags),
            "assign": then.assign,
            "escalate_team": str(then.escalate.team or ""),
            "escalate_tag": then.escalate.tag,
            "comment": then.comment,
        },
        many={
            "types": asked.types,
            "connections": _texts(asked.connections),
            "markets": asked.markets,
            "reasons": asked.reasons,
            "languages": asked.languages,
            "teams": _texts(asked.teams),
            "tell": _texts(then.escalate.tell),
        },
        evidence=then.evidence,
        ticked={"of_nobody": asked.of_nobody, "stops": rule.stops},
    )


def _offered(post: QueryDict, offered: Mapping[str, words.Options], name: str) -> str:
    given = post.get(name, "")
    return given if given in {value for value, _label in offered[name]} else ""


def _evidence(post: QueryDict) -> dict[str, str]:
    """Under the reason's code; the field of all other reasons has the empty one."""
    codes = ["", *(code for code, _label in words.reasons())]
    texts = {code: _text(post, f"evidence_{code}") for code in codes}
    return {code: text for code, text in texts.items() if text}


def _text(post: QueryDict, name: str) -> str:
    return plain(post.get(name, ""))[:_MOST_KEPT]


def _phrases(text: str) -> tuple[str, ...]:
    found = (" ".join(one.split())[:_LONGEST_PHRASE] for one in text.split(","))
    return tuple(dict.fromkeys(one for one in found if one))[:_MOST_PHRASES]


def _keys(post: QueryDict, name: str) -> frozenset[str]:
    return frozenset(tag.casefold() for tag in tagging.read(post.get(name, "")))


def _ids(values: frozenset[str]) -> frozenset[int]:
    return frozenset(map(int, values))


def _texts(values: frozenset[int]) -> frozenset[str]:
    return frozenset(map(str, values))
