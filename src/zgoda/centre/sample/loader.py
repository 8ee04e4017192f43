"""Load the sample marketplace: people, some 200 orders, and at their past instants 70 Discussions, conversations,
returns, ratings, incidents and sales documents.

Only in a sandbox; all of it or nothing; a second time does nothing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import msgspec
from django.conf import settings
from django.db import transaction

from zgoda.accounts.models import User
from zgoda.centre.handle import fire_due, open_discussion
from zgoda.centre.orders.import_forms import Outcome, import_records
from zgoda.centre.orders.reading import Record
from zgoda.centre.sample.claims import replay_claim
from zgoda.centre.sample.documents import replay_document
from zgoda.centre.sample.hotline import open_lines, replay_call
from zgoda.centre.sample.incidents import replay_incident, write_texts
from zgoda.centre.sample.letters import replay_conversation, replay_return
from zgoda.centre.sample.offsets import length, opening_instant, resolved
from zgoda.centre.sample.people import finish_traders, hashed_password, make_staff
from zgoda.centre.sample.quality import make_history
from zgoda.centre.sample.ratings import replay_rating
from zgoda.centre.sample.scenarios import (
    SampleBroken,
    Scenario,
    Stage,
    actors_of,
    expectation,
    play,
    sample_id,
    text,
)
from zgoda.centre.store.laws import law_now
from zgoda.centre.store.models import Order
from zgoda.centre.store.purchases import purchase_for
from zgoda.domain import commands as c
from zgoda.domain.deadlines import answer_due
from zgoda.domain.refusals import Refused
from zgoda.engine import clock

_FOLDER = Path(__file__).resolve().parent
ORDERS, DISCUSSIONS = _FOLDER / "orders.jsonl", _FOLDER / "discussions.jsonl"
CLAIMS, LETTERS = _FOLDER / "claims.jsonl", _FOLDER / "letters.jsonl"
RETURNS, RATINGS = _FOLDER / "returns.jsonl", _FOLDER / "ratings.jsonl"
CALLS, INCIDENTS = _FOLDER / "calls.jsonl", _FOLDER / "incidents.jsonl"
DOCUMENTS = _FOLDER / "documents.jsonl"


class NotASandbox(Exception):
    """Sample people have a known password; they never come into an installation that is not a sandbox."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was loaded; nothing where the sample was there already."""

    orders: int = 0
    discussions: int = 0


def load_sample(now: datetime) -> Loaded:
    """Load the sample as of ``now``. Raises `NotASandbox`, and `SampleBroken` where the rules refuse a step."""
    if not settings.SANDBOX:
        raise NotASandbox("the sample is loaded only in a sandbox (ZGODA_SANDBOX=1)")
    if User.objects.filter(username="konsultant", sample=True).exists():
        return Loaded()
    with transaction.atomic():
        password = hashed_password()
        make_staff(password)
        orders = _load_orders(now, password)
        scenarios = [msgspec.json.decode(line, type=Scenario) for line in _lines(DISCUSSIONS)]
        for scenario in scenarios:
            _replay(scenario, now)
        write_texts(now)
        in_incidents = sum(replay_incident(line, now) for line in _lines(INCIDENTS))
        for line in _lines(CLAIMS):
            replay_claim(line, now)
        for line in _lines(LETTERS):
            replay_conversation(line, now)
        for line in _lines(RETURNS):
            replay_return(line, now)
        for line in _lines(RATINGS):
            replay_rating(line, now)
        for line in _lines(DOCUMENTS):
            replay_document(line, now)
        open_lines(now)
        agent = User.objects.get(username="infolinia")
        for line in _lines(CALLS):
            replay_call(line, agent, now)
        make_history(now)
    return Loaded(orders, len(scenarios) + in_incidents)


def _load_orders(now: datetime, password: str) -> int:
    reports = list(import_records(_orders(now), at=now))
    refused = [report for report in reports if report.outcome is not Outcome.TAKEN]
    if refused:
        raise SampleBroken(f"order on line {refused[0].line}: {refused[0].reason}")
    people = Order.objects.filter(pk__in=[report.order for report in reports])
    finish_traders(
        {login for pair in people.values_list("buyer__username", "seller__username") for login in pair}, password
    )
    return len(reports)


def _orders(now: datetime) -> Iterator[Record]:
    for number, line in enumerate(_lines(ORDERS), start=1):
        form = resolved(json.loads(line), now)
        if isinstance(form, dict):
            yield number, form


def _lines(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8") as lines:
        yield from lines


def _replay(scenario: Scenario, now: datetime) -> None:
    order = Order.objects.get(pk=sample_id(scenario.key))
    stage = Stage(scenario.key, sample_id(f"{scenario.key}-case"), order, actors_of(order))
    law = law_now(scenario.market, now)
    opened_at = opening_instant(scenario.opened, now, lambda opened: answer_due(opened, law))
    with clock.at(opened_at):
        _open(stage, scenario, opened_at)
    for step in scenario.steps:
        instant = opened_at + length(step[0])
        if instant > now:
            raise SampleBroken(f"{scenario.key} {step[:3]} lies in the future")
        with clock.at(instant):
            play(stage, step, instant)
    fire_due(stage.case_id, now=now)


def _open(stage: Stage, scenario: Scenario, opened_at: datetime) -> None:
    line = stage.order.lines.get()
    told = text(scenario.details)
    command = c.OpenDiscussion(
        discussion_id=stage.case_id,
        by=stage.actor("K" if scenario.on_behalf else "B"),
        purchase=purchase_for(line.id),
        reason_code=scenario.reason,
        message_id=uuid4(),
        expectation=expectation(scenario.expect, stage.order.currency),
        details=None if scenario.on_behalf else told,
        buyer_reported=told if scenario.on_behalf else None,
    )
    outcome = open_discussion(command, now=opened_at)
    if isinstance(outcome, Refused):
        raise SampleBroken(f"{scenario.key} cannot be opened: {outcome.why}")
