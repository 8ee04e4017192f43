"""`zgoda clock`: shows the time, and in a sandbox moves it with all that becomes due."""

import json
from argparse import ArgumentTypeError, Namespace
from datetime import timedelta

import pytest

from tests.centre.stage import opened
from zgoda.centre.store import cases
from zgoda.cli import clock as command
from zgoda.domain.discussion import Status
from zgoda.engine import clock


@pytest.mark.parametrize(
    ("text", "length"),
    [("24h", timedelta(days=1)), ("14d", timedelta(days=14)), ("1d12h30m", timedelta(days=1, hours=12, minutes=30))],
)
def test_times_are_written_as_people_do(text, length):
    assert command.duration(text) == length


@pytest.mark.parametrize("text", ["", "24", "h", "-1h", "1.5h", "24 h"])
def test_other_times_are_refused(text):
    with pytest.raises(ArgumentTypeError):
        command.duration(text)


@pytest.mark.django_db
def test_it_shows_the_centres_time(capsys):
    assert command.run(Namespace(advance=None, json=True)) == 0
    assert json.loads(capsys.readouterr().out)["ahead_seconds"] == 0


@pytest.mark.django_db
def test_moving_it_fires_what_becomes_due(settings, capsys):
    settings.SANDBOX = True
    case = opened(now=clock.now(), **recently())
    assert command.run(Namespace(advance=timedelta(days=31), json=True)) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["fired"], shown["failed"]) == (3, 0)
    assert cases.find(case.id).status is Status.RESOLVED


@pytest.mark.django_db
def test_outside_a_sandbox_it_stands(settings, capsys):
    settings.SANDBOX = False
    assert command.run(Namespace(advance=timedelta(days=1), json=False)) == 2
    assert "sandbox" in capsys.readouterr().err


def recently():
    """A line bought yesterday."""
    from tests.centre import stage
    from zgoda.centre.store.models import Order, OrderLine

    line_id = stage.line()
    bought_at = clock.now() - timedelta(days=1)
    Order.objects.update(bought_at=bought_at)
    OrderLine.objects.update(bought_at=bought_at)
    return {"line_id": line_id}
