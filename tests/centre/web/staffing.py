"""The platform's people signed in, and cases in the states in which they are called."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import DAY, OPENED
from tests.centre.web.buyer.conftest import At, signed_in
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.expectation import Expectation, Solution
from zgoda.engine import clock

HOUR = timedelta(hours=1)
DEFECT = {"reason": "NOT_AS_DESCRIBED", "expectation": Expectation(Solution.REFUND)}


@pytest.fixture
def at() -> Iterator[At]:
    """Hold the clock; each call moves it."""
    with ExitStack() as held:
        held.enter_context(clock.at(OPENED))
        yield lambda instant: held.enter_context(clock.at(instant)) and None


@pytest.fixture
def consultant() -> Client:
    return signed_in("consultant", Role.CONSULTANT)


@pytest.fixture
def moderator() -> Client:
    return signed_in("moderator", Role.MODERATOR)


@pytest.fixture
def admin() -> Client:
    return signed_in("admin", Role.ADMIN)


def asked_to_join(**more: object) -> Discussion:
    """The seller missed the answer, and the buyer asked on the fourth day."""
    case = stage.opened(**more)
    return stage.done(case, c.AskPlatformToJoin(by=stage.buyer()), OPENED + 3 * DAY)


def joined(**more: object) -> Discussion:
    """A consultant joined on the fourth day."""
    case = asked_to_join(**more)
    return stage.done(case, c.Join(by=stage.consultant(), message_id=uuid4()), OPENED + 3 * DAY + HOUR)


def warned() -> Discussion:
    """Silent after the reminder, and warned on the day after it."""
    command = c.WarnSeller(by=stage.consultant(), message_id=uuid4(), reason=stage.text("No answer at all."))
    return stage.done(joined(), command, OPENED + 7 * DAY)


def closed(**more: object) -> Discussion:
    case = stage.opened(**more)
    return stage.done(case, c.MarkResolved(by=stage.buyer()), OPENED + DAY)


def sent(client: Client, path: str, status: int = 302, **fields: object) -> str:
    """Post a form with a token of its own; the page that answers, or where it leads."""
    answer = client.post(path, {"token": str(uuid4()), **fields})
    assert answer.status_code == status, (path, answer.status_code, answer.content[:2000])
    return answer.headers["Location"] if status == 302 else answer.content.decode()
