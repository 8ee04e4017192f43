import pytest

from tests.desk.conftest import DeskClock
from tests.desk.web.conftest import _desk_time, agent, case, client, clock, connection, desk, server
from zgoda.desk.first_run.web import views

__all__ = ["_desk_time", "agent", "case", "client", "clock", "connection", "desk", "server"]


@pytest.fixture(autouse=True)
def _first_run_time(clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "real_now", clock)
