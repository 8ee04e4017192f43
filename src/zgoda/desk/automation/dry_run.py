"""What one rule would have done in the past days, over the cases that the shop holds. Nothing is written or sent."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q

from zgoda.desk.automation import gathering
from zgoda.desk.automation.gathering import AUTOMATIC_TOKENS
from zgoda.desk.automation.hours import hours_of
from zgoda.desk.cases.nobodys import AUTOMATIC
from zgoda.desk.store.models import DeskCase, DeskMessage, Outgoing
from zgoda.desk.store.models.case import NEVER
from zgoda.desk.work.models import Tagged, Work
from zgoda.domain.automation.facts import Author, Event, Facts, History, Story
from zgoda.domain.automation.replaying import Replayed, replay
from zgoda.domain.automation.rule import LONGEST_WAIT, Deed, Rule
from zgoda.domain.languages import language_of

DAYS = 30
MOST = 2000
"""Cases looked at: the latest."""
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class DryRun:
    """``events``: what happened that the rule waits for; ``fitting``: where its conditions held, the latest first;
    ``deeds``: how often it would have done what. ``is_cut``: there were more cases than are looked at."""

    since: datetime
    cases: Mapping[int, DeskCase]
    is_cut: bool
    events: int
    fitting: tuple[Replayed, ...]
    deeds: Mapping[Deed, int]


def run(shop_id: int, rule: Rule, now: datetime) -> DryRun:
    """As if the rule alone had been armed for `DAYS` days. Whose a case is and its tags count as they are now."""
    since = now - timedelta(days=DAYS)
    moved = Q(opened_at__gte=since) | Q(last_message_at__gte=since)
    rows = DeskCase.objects.filter(moved, shop_id=shop_id).exclude(read_at__gte=NEVER).defer("remote", "own")
    found = list(rows.select_related("connection").order_by("-pk")[: MOST + 1])
    cases = {case.pk: case for case in found[:MOST]}
    past = _Past(shop_id, rule, cases, since)
    replayed = list(replay(rule, past.stories, past.facts_at, since, now))
    fitting = [one for one in replayed if one.decision.fits]
    deeds = Counter(act.deed for one in fitting for act in one.decision.acts)
    return DryRun(since, cases, len(found) > MOST, len(replayed), tuple(reversed(fitting)), deeds)


class _Past:
    """What is known of these cases, and how each stood when something happened in it."""

    def __init__(self, shop_id: int, rule: Rule, cases: Mapping[int, DeskCase], since: datetime) -> None:
        self._cases, self._only_if = cases, rule.only_if
        self._hours = hours_of(shop_id)
        self._work: dict[int, Work] = {}
        self._tags: dict[int, set[str]] = {}
        self._integrations: set[tuple[int, str]] = set()
        automatic: dict[int, set[str]] = {}
        said: dict[int, list[DeskMessage]] = {}
        ids = list(cases)
        for some in (ids[begin : begin + _AT_ONCE] for begin in range(0, len(ids), _AT_ONCE)):
            self._read(some, automatic)
            early = since - timedelta(hours=LONGEST_WAIT)
            messages = DeskMessage.objects.filter(case_id__in=some, created_at__gte=early)
            for row in messages.defer("attachments").order_by("created_at", "pk").iterator():
                said.setdefault(row.case_id, []).append(row)
        self.stories = {pk: _story(case, said.get(pk, ()), automatic.get(pk, set())) for pk, case in cases.items()}

    def _read(self, some: list[int], automatic: dict[int, set[str]]) -> None:
        self._work |= {row.pk: row for row in Work.objects.filter(case_id__in=some)}
        for case_id, key in Tagged.objects.filter(case_id__in=some).values_list("case_id", "tag__key"):
            self._tags.setdefault(case_id, set()).add(key)
        rows = Outgoing.objects.filter(case_id__in=some, form_token__in=AUTOMATIC_TOKENS).exclude(remote_message_id="")
        for case_id, token, remote_id in rows.values_list("case_id", "form_token", "remote_message_id"):
            automatic.setdefault(case_id, set()).add(remote_id)
            if token == AUTOMATIC:
                self._integrations.add((case_id, remote_id))

    def facts_at(self, case_id: int, event: Event) -> Facts:
        """Arrangements only where a condition asks for them: else a case is as it came, nobody's and without tags."""
        case, story, work = self._cases[case_id], self.stories[case_id], self._work.get(case_id)
        asked = self._only_if
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
