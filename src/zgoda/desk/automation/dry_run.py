"""What one rule would have done in the past days, over the cases that the shop holds. Nothing is written or sent."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q

from zgoda.desk.automation import gathering
from zgoda.desk.automation.gathering import AUTOMATIC_TOKENS
from zgoda.desk.automation.hours import IsOpen, hours_of
from zgoda.desk.cases.nobodys import AUTOMATIC
from zgoda.desk.store.models import DeskCase, DeskMessage, Outgoing
from zgoda.desk.store.models.case import NEVER
from zgoda.desk.work.models import Tagged, Work
from zgoda.domain.automation import happening
from zgoda.domain.automation.deciding import says
from zgoda.domain.automation.facts import Author, Event, Facts, History, Story
from zgoda.domain.automation.replaying import Replayed, replay_events
from zgoda.domain.automation.rule import LONGEST_WAIT, Deed, Rule
from zgoda.domain.languages import language_of

DAYS = 30
MOST = 2000
"""Cases looked at: the latest."""
AT_ONCE = 100
"""Cases whose messages are held at the same time."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """``events``: what happened that the rule waits for; ``fitting``: where its conditions held, the latest first, with
    no word of a buyer; ``deeds``: how often it would have done what. ``is_cut``: there were more cases than are looked
    at."""

    since: datetime
    cases: int
    is_cut: bool
    events: int
    fitting: tuple[Replayed, ...]
    deeds: Mapping[Deed, int]


def run(shop_id: int, rule: Rule, now: datetime) -> DryRun:
    """As if the rule alone had been armed for `DAYS` days. Whose a case is and its tags count as they are now.

    Cases are read some at a time, and of each event only what the rule asks about is kept: so the memory it takes goes
    by how much happened, not by how much was written."""
    since = now - timedelta(days=DAYS)
    moved = Q(opened_at__gte=since) | Q(last_message_at__gte=since)
    rows = DeskCase.objects.filter(moved, shop_id=shop_id).exclude(read_at__gte=NEVER)
    ids = list(rows.order_by("-pk").values_list("pk", flat=True)[: MOST + 1])
    is_cut, ids = len(ids) > MOST, ids[:MOST]
    is_open = hours_of(shop_id)
    facts: dict[tuple[int, str], Facts] = {}
    happened: list[tuple[Event, int]] = []
    for some in (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE)):
        past = _Past(rule, some, since, is_open)
        for event, case_id in past.events(now):
            facts[case_id, event.key] = past.facts_at(case_id, event)
            happened.append((replace(event, text=_asked(event.text, rule)), case_id))
    replayed = list(replay_events(rule, happened, lambda case_id, event: facts[case_id, event.key]))
    fitting = [one for one in replayed if one.decision.fits]
    deeds = Counter(act.deed for one in fitting for act in one.decision.acts)
    return DryRun(since, len(ids), is_cut, len(replayed), tuple(reversed(fitting)), deeds)


def _asked(text: str, rule: Rule) -> str:
    """Of a buyer's text the phrases that the rule looks for in it: it holds them as the text does."""
    return "\n".join(phrase for phrase in rule.only_if.words if says(text, (phrase,)))


class _Past:
    """What is known of these cases, and how each stood when something happened in it."""

    def __init__(self, rule: Rule, ids: list[int], since: datetime, is_open: Callable[[int], IsOpen]) -> None:
        self._rule, self._since, self._hours = rule, since, is_open
        cases = DeskCase.objects.filter(pk__in=ids).select_related("connection").defer("remote", "own")
        self._cases = {case.pk: case for case in cases}
        self._work = {row.pk: row for row in Work.objects.filter(case_id__in=ids)}
        self._tags: dict[int, set[str]] = {}
        for case_id, key in Tagged.objects.filter(case_id__in=ids).values_list("case_id", "tag__key"):
            self._tags.setdefault(case_id, set()).add(key)
        self._integrations: set[tuple[int, str]] = set()
        automatic = self._automatic(ids)
        said: dict[int, list[DeskMessage]] = {}
        early = since - timedelta(hours=LONGEST_WAIT)
        messages = DeskMessage.objects.filter(case_id__in=ids, created_at__gte=early).defer("attachments")
        for row in messages.order_by("created_at", "pk").iterator():
            said.setdefault(row.case_id, []).append(row)
        self._stories = {
            pk: _story(case, said.get(pk, ()), automatic.get(pk, set())) for pk, case in self._cases.items()
        }

    def _automatic(self, ids: list[int]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        rows = Outgoing.objects.filter(case_id__in=ids, form_token__in=AUTOMATIC_TOKENS).exclude(remote_message_id="")
        for case_id, token, remote_id in rows.values_list("case_id", "form_token", "remote_message_id"):
            found.setdefault(case_id, set()).add(remote_id)
            if token == AUTOMATIC:
                self._integrations.add((case_id, remote_id))
        return found

    def events(self, now: datetime) -> Iterator[tuple[Event, int]]:
        """What the rule waits for, each with its case."""
        for case_id, story in self._stories.items():
            for event in happening.events(story, self._rule.when, self._since, now):
                yield event, case_id

    def facts_at(self, case_id: int, event: Event) -> Facts:
        """Arrangements only where a condition asks for them: else a case is as it came, nobody's and without tags."""
        case, story, work = self._cases[case_id], self._stories[case_id], self._work.get(case_id)
        asked = self._rule.only_if
        team = (work.team_id or 0) if work else 0
        at_work = self._hours(team)(event.at)
        earlier = [one for one in story.said if one.author is Author.AUTOMATIC and one.at < event.at]
        answered_by = {(case_id, one.id) for one in earlier} & self._integrations
        return replace(
            gathering.plain_facts(case),
            language=language_of(event.text),
            tags=frozenset(self._tags.get(case_id, ())) if asked.tags or asked.without_tags else frozenset(),
            team=team if asked.teams else 0,
            person=(work.assignee_id or 0) if work and asked.of_nobody else 0,
            at_work=at_work,
            ended=story.ended_at is not None and story.ended_at < event.at,
            history=History(
                acknowledged=bool(answered_by), last_automatic_at=max((one.at for one in earlier), default=None)
            ),
        )


def _story(case: DeskCase, rows: Iterable[DeskMessage], automatic: set[str]) -> Story:
    """When a case ended is not kept: its last message stands for it."""
    return Story(
        opened_at=case.opened_at,
        said=gathering.said(rows, automatic),
        due=case.answer_due or case.own_answer_due,
        met_at=case.answered_at,
        ended_at=(case.last_message_at or case.opened_at) if case.ended else None,
    )
