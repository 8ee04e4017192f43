"""What each person of the Warehouse did in a window of days: first answers and their times, forwards, incidents.

Answers are the rows that sales quality counts, so that the team's sums are the Warehouse's part of it. Everything is
found by an index over the window's days; what lies before costs nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from zgoda.accounts.models import User
from zgoda.centre.incidents.models import Incident
from zgoda.centre.incidents.planning import at_work
from zgoda.centre.messaging.models import Turn
from zgoda.centre.quality.figuring import midnight
from zgoda.centre.quality.models import Counted, Kind
from zgoda.centre.store.models import CaseText, TextKind
from zgoda.domain.actors import Role
from zgoda.domain.message_routing import TurnCause
from zgoda.domain.quality.figures import Window as Days

_TO_SELLER = Role.SELLER.value


@dataclass(frozen=True, slots=True)
class Work:
    """``discussions`` and ``messages`` are first answers given by the person; ``in_time`` and ``late`` are of both,
    ``median`` and ``mean`` the business seconds they took, None where there was none."""

    discussions: int = 0
    messages: int = 0
    in_time: int = 0
    late: int = 0
    median: int | None = None
    mean: int | None = None
    forwarded: int = 0
    incidents: int = 0


@dataclass(frozen=True, slots=True)
class Team:
    """``people`` by login. ``without_person``: answers that an event of the carrier or the payment service gave, and
    what nobody answered in time or at all; it is in the sums of the whole."""

    whole: Work
    people: Sequence[tuple[str, Work]]
    without_person: Work


def team(days: Days) -> Team:
    """P-42: the Warehouse's own. Seven queries, whatever is found."""
    answers = Counted.objects.filter(party=Role.WAREHOUSE.value, ended_on__range=tuple(days)).order_by()
    given = answers.filter(agent__isnull=False)
    medians, forwarded, incidents = _medians(given), _forwarded(days), _incidents(days)
    found, nobody, seconds = defaultdict[int, Work](Work), Work(), 0
    for agent, *numbers in answers.values_list("agent").annotate(**_SUMS):
        discussions, messages, in_time, ended, took = numbers
        work = Work(discussions, messages, in_time, ended - in_time)
        if agent is None:
            nobody = replace(work, discussions=0, messages=0)
        else:
            seconds += took
            found[agent] = replace(work, mean=took // ended, median=medians.get(agent))
    for person in {*forwarded, *incidents}:
        found[person] = replace(found[person], forwarded=forwarded.get(person, 0), incidents=incidents.get(person, 0))
    names = dict(User.objects.filter(pk__in=list(found)).values_list("pk", "username"))
    people = sorted((names.get(person, f"#{person}"), work) for person, work in found.items())
    return Team(_whole([work for _, work in people], nobody, seconds, _middle(given)), people, nobody)


_SUMS = {
    "n_discussions": Count("pk", filter=Q(kind=Kind.DISCUSSION)),
    "n_messages": Count("pk", filter=Q(kind=Kind.MESSAGES)),
    "n_in_time": Count("pk", filter=Q(in_time=True)),
    "n_all": Count("pk"),
    "n_seconds": Sum("seconds"),
}


def _whole(people: Sequence[Work], nobody: Work, seconds: int, median: int | None) -> Work:
    given = sum(one.discussions + one.messages for one in people)
    return Work(
        discussions=sum(one.discussions for one in people),
        messages=sum(one.messages for one in people),
        in_time=nobody.in_time + sum(one.in_time for one in people),
        late=nobody.late + sum(one.late for one in people),
        median=median,
        mean=seconds // given if given else None,
        forwarded=sum(one.forwarded for one in people),
        incidents=sum(one.incidents for one in people),
    )


def _medians(given: "QuerySet[Counted]") -> Mapping[int, int]:
    """By person: the middle of the times, or between the two in the middle."""
    ranked = given.annotate(
        place=Window(RowNumber(), partition_by=[F("agent")], order_by=[F("seconds").asc(), F("pk").asc()]),
        among=Window(Count("pk"), partition_by=[F("agent")]),
    ).annotate(past=F("place") * 2 - F("among"))
    middle = defaultdict[int, list[int]](list)
    for agent, seconds in ranked.filter(past__gte=0, past__lte=2).values_list("agent", "seconds"):
        middle[agent or 0].append(seconds or 0)
    return {agent: sum(times) // len(times) for agent, times in middle.items()}


def _middle(given: "QuerySet[Counted]") -> int | None:
    """The same of all together, without which the team's median cannot be told from the people's."""
    count = given.count()
    if not count:
        return None
    first = (count - 1) // 2
    times = given.order_by("seconds").values_list("seconds", flat=True)[first : count // 2 + 1]
    middle = [took or 0 for took in times]
    return sum(middle) // len(middle)


def _forwarded(days: Days) -> Mapping[int, int]:
    """P-16, and messages that are the seller's to answer: both leave a note, and who wrote it."""
    since, until = _instants(days)
    cases = CaseText.objects.filter(kind=TextKind.FORWARD, side=_TO_SELLER, created_at__gte=since, created_at__lt=until)
    messages = Turn.objects.filter(cause=TurnCause.FORWARDED, party=_TO_SELLER, since__gte=since, since__lt=until)
    sums = defaultdict[int, int](int)
    for rows, by in ((cases, "author"), (messages, "by")):
        for person, count in rows.filter(**{f"{by}__isnull": False}).order_by().values_list(by).annotate(Count("pk")):
            sums[person] += count
    return sums


def _incidents(days: Days) -> Mapping[int, int]:
    since, until = _instants(days)
    found = Incident.objects.filter(at_work(), at__gte=since, at__lt=until).order_by()
    return dict(found.values_list("by").annotate(Count("pk")))


def _instants(days: Days) -> tuple[datetime, datetime]:
    return midnight(days.first), midnight(days.last + timedelta(days=1))
