"""A rule, its log and its refusals in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zgoda.desk.automation import doing
from zgoda.desk.automation.models import RuleRow, Run, State
from zgoda.desk.cases.refusals import Why as Refusal
from zgoda.desk.messages.sources import TYPES
from zgoda.desk.messages.words import kind
from zgoda.desk.store.models import Connection, Member, MemberRole
from zgoda.desk.web import words
from zgoda.desk.work.arranging import Why as NotArranged
from zgoda.desk.work.models import Team
from zgoda.domain.automation.breaker import ANYWHERE, IN_CASE, Why
from zgoda.domain.automation.deciding import Unmet
from zgoda.domain.automation.rule import Deed, Hours, If, Then, Trigger, When
from zgoda.domain.automation.written import Wrong
from zgoda.domain.languages import KNOWN
from zgoda.domain.reasons import OFFERED
from zgoda.look.words.markets import market_codes, market_name
from zgoda.look.words.reasons import reason_name

Options = Sequence[tuple[str, str]]

TRIGGERS = {
    Trigger.ARRIVED: gettext_lazy("a case arrives"),
    Trigger.WROTE: gettext_lazy("a buyer writes"),
    Trigger.NEAR: gettext_lazy("our next clock ends within the hours below"),
    Trigger.SILENT: gettext_lazy("a buyer has waited for an answer for the hours below"),
    Trigger.ENDED: gettext_lazy("a case ends"),
}
DEEDS = {
    Deed.ACKNOWLEDGE: gettext_lazy("acknowledgement"),
    Deed.ASK_EVIDENCE: gettext_lazy("request for evidence"),
    Deed.TAG: gettext_lazy("tags"),
    Deed.ASSIGN: gettext_lazy("given to"),
    Deed.ESCALATE: gettext_lazy("escalated"),
    Deed.COMMENT: gettext_lazy("internal comment"),
}
_UNMET = {
    Unmet.TYPE: gettext_lazy("another kind of case"),
    Unmet.CONNECTION: gettext_lazy("another account"),
    Unmet.MARKET: gettext_lazy("another marketplace"),
    Unmet.REASON: gettext_lazy("another reason"),
    Unmet.LANGUAGE: gettext_lazy("another language, or one that the words do not tell"),
    Unmet.TAG: gettext_lazy("it has none of the tags"),
    Unmet.WITHOUT_TAG: gettext_lazy("it has a tag that it must not have"),
    Unmet.TEAM: gettext_lazy("another team's case"),
    Unmet.NOBODY: gettext_lazy("somebody has it"),
    Unmet.HOURS: gettext_lazy("another time of the day"),
    Unmet.WORDS: gettext_lazy("the words do not stand in it"),
}
_LEFT = {
    Why.ALREADY_ACKNOWLEDGED: gettext_lazy("this case was acknowledged once already"),
    Why.ALREADY_ASKED: gettext_lazy("evidence was asked for once already"),
    Why.ANSWERED: gettext_lazy("somebody of yours had answered"),
    Why.CASE_ENDED: gettext_lazy("the case had ended"),
    Why.TOO_LATE: gettext_lazy("it happened too long ago for an automatic message"),
    Why.NOT_OURS: gettext_lazy("the Warehouse answers the case"),
    Why.ROBOT: gettext_lazy("it came so soon after an automatic message that it may be automatic too"),
    Why.NOT_FOR_REASON: gettext_lazy("no text for this reason"),
    Why.HAS_OWNER: gettext_lazy("it is somebody's already"),
    Why.HAS_TAGS: gettext_lazy("it has these tags already"),
    Why.OFTEN_HERE: gettext_lazy("the rule did something in this case %(times)s times within a day"),
    Why.OFTEN_ANYWHERE: gettext_lazy("the rule did something %(times)s times within an hour and stopped itself"),
    doing.SENDING_OFF: gettext_lazy("sending is off for this account"),
    doing.MISSING: gettext_lazy("the case does not say what belongs in place of"),
    doing.TOO_MANY_TAGS: gettext_lazy("it would have too many tags"),
    NotArranged.NO_SUCH_PERSON: gettext_lazy("this person or team is not there any more"),
}
_WRONG = {
    Wrong.NOTHING_TO_DO: ("", gettext_lazy("Say what the rule does: fill in at least one part under “Then”.")),
    Wrong.HOURS: ("hours", gettext_lazy("Say after how many hours, from 1 to 336.")),
    Wrong.TOO_LONG: ("", gettext_lazy("A text is too long. Shorten it to 2,000 characters.")),
    Wrong.VARIABLE: ("", gettext_lazy("A text has a variable that an automatic message cannot fill.")),
}
_LANGUAGES = {
    "pl": gettext_lazy("Polish"),
    "cs": gettext_lazy("Czech"),
    "sk": gettext_lazy("Slovak"),
    "hu": gettext_lazy("Hungarian"),
    "en": gettext_lazy("English"),
    "de": gettext_lazy("German"),
    "uk": gettext_lazy("Ukrainian"),
}
_HOURS = {
    Hours.ANY: gettext_lazy("at any time"),
    Hours.OUTSIDE: gettext_lazy("outside working hours"),
    Hours.WITHIN: gettext_lazy("within working hours"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What a shop calls its teams, members and accounts, by their ids."""

    teams: Mapping[int, str]
    members: Mapping[int, str]
    writers: Mapping[int, str]
    connections: Mapping[int, str]

    def whom(self, who: str) -> str:
        number = int(who[1:]) if who[1:].isdecimal() else 0
        return (self.members if who[:1] == "m" else self.teams).get(number, "?")


def names_of(shop_id: int) -> Names:
    people = list(
        Member.objects.filter(shop_id=shop_id).order_by("user__username").values_list("pk", "user__username", "role")
    )
    return Names(
        dict(Team.objects.filter(shop_id=shop_id).values_list("pk", "name")),
        {pk: name for pk, name, _role in people},
        {pk: name for pk, name, role in people if role != MemberRole.READONLY},
        dict(Connection.objects.filter(shop_id=shop_id).order_by("pk").values_list("pk", "name")),
    )


def options(names: Names) -> Mapping[str, Options]:
    """Everything that a rule's form lets choose from, by the field's name."""
    whom = [(f"m{pk}", name) for pk, name in names.writers.items()]
    return {
        "trigger": [(one.value, str(name)) for one, name in TRIGGERS.items()],
        "types": [(one, kind(one)) for one in TYPES],
        "connections": [(str(pk), name) for pk, name in names.connections.items()],
        "markets": [(code, market_name(code)) for code in market_codes()],
        "reasons": reasons(),
        "languages": [(code, str(_LANGUAGES[code])) for code in KNOWN],
        "teams": [(str(pk), name) for pk, name in names.teams.items()],
        "working": [(one.value, str(name)) for one, name in _HOURS.items()],
        "assign": [("", "–"), *whom, *((f"t{pk}", name) for pk, name in names.teams.items())],
        "escalate_team": [("", "–"), *((str(pk), name) for pk, name in names.teams.items())],
        "tell": [(str(pk), name) for pk, name in names.members.items()],
    }


def reasons() -> Options:
    return [(reason.code, reason_name(reason.code)) for reason in OFFERED]


def when(asked: When) -> str:
    hours = {"hours": asked.hours}
    if asked.trigger is Trigger.NEAR:
        return (
            ngettext("our next clock ends within an hour", "our next clock ends within %(hours)s hours", asked.hours)
            % hours
        )
    if asked.trigger is Trigger.SILENT:
        return ngettext("a buyer has waited for an hour", "a buyer has waited for %(hours)s hours", asked.hours) % hours
    return str(TRIGGERS[asked.trigger])


def conditions(asked: If, names: Names) -> list[str]:
    """One line for each condition; none where the rule has none."""
    lines = [
        (_("kind: %(what)s"), [kind(one) for one in TYPES if one in asked.types]),
        (_("account: %(what)s"), [names.connections.get(pk, "?") for pk in sorted(asked.connections)]),
        (_("marketplace: %(what)s"), [market_name(code) for code in market_codes() if code in asked.markets]),
        (_("reason: %(what)s"), [reason_name(code) for code in sorted(asked.reasons)]),
        (_("written in: %(what)s"), [str(_LANGUAGES[code]) for code in KNOWN if code in asked.languages]),
        (_("tag: %(what)s"), sorted(asked.tags)),
        (_("without the tag: %(what)s"), sorted(asked.without_tags)),
        (_("team: %(what)s"), [names.teams.get(pk, "?") for pk in sorted(asked.teams)]),
        (_("the buyer's words: %(what)s"), [f"“{one}”" for one in asked.words]),
    ]
    found = [pattern % {"what": _or(values)} for pattern, values in lines if values]
    if asked.of_nobody:
        found.append(_("it is nobody's"))
    return found if asked.hours is Hours.ANY else [*found, str(_HOURS[asked.hours])]


def deeds(then: Then, names: Names) -> list[str]:
    """One line for each thing it does, in that order."""
    to = then.escalate
    escalation = [
        names.teams.get(to.team, "?") if to.team else "",
        to.tag,
        _("tells %(people)s") % {"people": ", ".join(names.members.get(pk, "?") for pk in sorted(to.tell))}
        if to.tell
        else "",
    ]
    told = {
        Deed.ACKNOWLEDGE: f"“{_short(then.acknowledge)}”",
        Deed.ASK_EVIDENCE: ngettext("%(count)s text", "%(count)s texts", len(then.evidence))
        % {"count": len(then.evidence)},
        Deed.TAG: ", ".join(then.tags),
        Deed.ASSIGN: names.whom(then.assign) if then.assign else "",
        Deed.ESCALATE: " · ".join(part for part in escalation if part),
        Deed.COMMENT: f"“{_short(then.comment)}”",
    }
    return [f"{DEEDS[deed]}: {told[deed]}" for deed in then.deeds()]


def state(row: RuleRow) -> tuple[str, str]:
    """In words, and the kind of their colour."""
    if row.stopped:
        return _("stopped itself; only watching"), "stopped"
    kinds = {State.ARMED: "ok", State.WATCHING: "late", State.OFF: ""}
    return str(State(row.state).label), kinds[State(row.state)]


def why(code: str, what: str = "") -> str:
    """Why a deed was left out. Refusals of the outbox are known by the desk's own words."""
    times = {Why.OFTEN_HERE: IN_CASE, Why.OFTEN_ANYWHERE: ANYWHERE}.get(Why(code)) if code in set(Why) else None
    known = _LEFT.get(code)
    if known is None:
        return words.refusal(Refusal(code)) if code in set(Refusal) else code
    said = str(known) % {"times": times} if times else str(known)
    return f"{said} {what}" if code == doing.MISSING and what else said


def unmet(code: str) -> str:
    return str(_UNMET[Unmet(code)]) if code in set(Unmet) else ""


def wrong(found: Iterable[Wrong]) -> list[tuple[str, str]]:
    return [(_WRONG[one][0], str(_WRONG[one][1])) for one in found]


def log_lines(run: Run, names: Names, dropped: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """What came of it, a line for each deed. ``dropped``: deeds whose message was not sent any more, and why."""
    if run.unmet:
        return [unmet(run.unmet)]
    lines = []
    for entry in run.deeds:
        deed, what = str(DEEDS[Deed(entry["deed"])]), _named(str(entry["what"]), names)
        if entry["done"] and entry["deed"] in dropped:
            lines.append(
                _("%(deed)s dropped before it was sent: %(why)s") % {"deed": deed, "why": why(dropped[entry["deed"]])}
            )
        elif entry["done"]:
            lines.append(f"{deed}: {what}" if what else deed)
        else:
            lines.append(_("%(deed)s left out: %(why)s") % {"deed": deed, "why": why(entry["why"], entry["what"])})
    return lines


def _named(what: str, names: Names) -> str:
    """``pilne, t3`` with the team's name; tags may look like ids, ids stand last."""
    parts = what.split(", ") if what else []
    if parts and parts[-1][:1] in {"m", "t"} and parts[-1][1:].isdecimal():
        parts[-1] = names.whom(parts[-1])
    return ", ".join(parts)


def _or(values: Sequence[str]) -> str:
    return (" " + _("or") + " ").join(values)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 90 else f"{flat[:88]}…"
