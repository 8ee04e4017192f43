"""From rows to what rules are judged by: a case's story, how it stands, and what was automatic in it so far."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Count

from zgoda.desk.automation.hours import IsOpen
from zgoda.desk.automation.models import Outcome, Run
from zgoda.desk.cases import nobodys
from zgoda.desk.cases.clocks import OURS
from zgoda.desk.cases.nobodys import AUTOMATIC, RULE
from zgoda.desk.crm.models import Automatic, Ticket
from zgoda.desk.store.models import DeskCase, DeskMessage, Lane, Outgoing
from zgoda.desk.work.models import Tagged, Work
from zgoda.domain.automation.breaker import DAY, HOUR
from zgoda.domain.automation.facts import Author, Event, Facts, History, Said, Story
from zgoda.domain.automation.rule import MESSAGES, Deed
from zgoda.domain.languages import language_of

MOST_SAID = 60
"""Messages that a rule looks back at."""

TOKENS: Mapping[Deed, str] = {Deed.ACKNOWLEDGE: f"{RULE}acknowledge", Deed.ASK_EVIDENCE: f"{RULE}evidence"}
"""Form tokens of the automatic messages: the outbox takes one of each in a case, whichever rule writes it."""

AUTOMATIC_TOKENS = (AUTOMATIC, *TOKENS.values())
_BY_ROLE = {"BUYER": Author.BUYER, "SELLER": Author.PERSON, "FULFILLMENT": Author.PERSON}
ACTED = (Outcome.DONE, Outcome.WOULD)


def story_of(case: DeskCase, sent: Iterable[Outgoing], ended_at: datetime | None) -> Story:
    """As it is now. ``sent`` are the case's automatic messages."""
    rows = DeskMessage.objects.filter(case=case).order_by("-created_at", "-pk")[:MOST_SAID]
    is_running = case.lane == Lane.OURS and case.next_what in OURS
    return Story(
        opened_at=case.opened_at,
        said=said(reversed(rows), {row.remote_message_id for row in sent}),
        due=case.due if is_running else None,
        ended_at=ended_at,
        on_their_way=_answers(case),
    )


def said(rows: Iterable[DeskMessage], automatic: set[str]) -> tuple[Said, ...]:
    """``rows`` oldest first; ``automatic`` are the ids of messages that the desk wrote by itself."""
    return tuple(
        Said(
            row.remote_id,
            row.created_at,
            Author.AUTOMATIC if row.remote_id in automatic else _BY_ROLE.get(row.author_role, Author.OTHER),
            row.text if row.author_role == "BUYER" else "",
        )
        for row in rows
    )


def automatic_messages(case: DeskCase) -> list[Outgoing]:
    return list(Outgoing.objects.filter(case=case, form_token__in=AUTOMATIC_TOKENS))


def facts_of(case: DeskCase, sent: Sequence[Outgoing], runs: Sequence[Run], now: datetime) -> Facts:
    """How the case stands for every rule, before any event. ``now`` is the desk's, by which runs are counted."""
    work = Work.objects.filter(pk=case.pk).first()
    tags = Tagged.objects.filter(case=case).values_list("tag__key", flat=True)
    return replace(
        plain_facts(case),
        tags=frozenset(tags),
        team=(work.team_id if work else 0) or 0,
        person=(work.assignee_id if work else 0) or 0,
        ended=case.ended,
        history=_history(case, sent, runs, now),
    )


def plain_facts(case: DeskCase) -> Facts:
    """What the case's own row tells, at whatever time."""
    return Facts(type=case.type, connection=case.connection_id, market=case.market, reason=case.reason)


def at_event(facts: Facts, event: Event, story: Story, is_open: IsOpen, now: datetime) -> Facts:
    """The same with what belongs to one event."""
    said_at = (one.at for one in story.said if one.author is Author.PERSON)
    is_answered = any(at >= event.at for at in (*said_at, *story.on_their_way))
    at_work = is_open(event.at) or is_open(now)
    return replace(facts, language=language_of(event.text), at_work=at_work, answered=is_answered)


def runs_of(case: DeskCase) -> list[Run]:
    """What rules did in it, or would have done."""
    return list(Run.objects.filter(case=case, outcome__in=ACTED))


def would_have(runs: Iterable[Run], rule_id: int) -> set[Deed]:
    """The messages that a rule which only watches would have sent already."""
    mine = (run for run in runs if run.rule_id == rule_id and run.outcome == Outcome.WOULD)
    deeds = {str(deed.get("deed")) for run in mine for deed in run.deeds if deed.get("done")}
    return {deed for deed in MESSAGES if deed.value in deeds}


def _answers(case: DeskCase) -> tuple[datetime, ...]:
    """When people wrote what is queued, held or sent, by the server's time: it need not stand in the thread yet."""
    return tuple(
        case.connection.server_now(at) for at in nobodys.by_people(case.pk).values_list("created_at", flat=True)
    )


def _history(case: DeskCase, sent: Sequence[Outgoing], runs: Sequence[Run], now: datetime) -> History:
    """An answer of the integration's that is due, queued or sent is an acknowledgement too."""
    tokens = {row.form_token for row in sent}
    is_due = Ticket.objects.filter(pk=case.pk, automatic=Automatic.DUE).exists()
    server_now = case.connection.server_now
    lately = Run.objects.filter(shop_id=case.shop_id, outcome__in=ACTED, at__gt=now - HOUR)
    return History(
        acknowledged=is_due or bool(tokens & {AUTOMATIC, TOKENS[Deed.ACKNOWLEDGE]}),
        evidence_asked=TOKENS[Deed.ASK_EVIDENCE] in tokens,
        last_automatic_at=max((server_now(row.sent_at or row.created_at) for row in sent), default=None),
        in_case=Counter(run.rule_id for run in runs if run.at > now - DAY),
        anywhere=dict(lately.order_by().values_list("rule_id").annotate(times=Count("pk"))),
    )
