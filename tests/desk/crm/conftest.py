"""A shop with a field for logins and a running integration, on the fake server."""

from collections.abc import Iterator

import pytest

from tests.desk.conftest import DeskClock, agent, client, clock, connection, server
from zgoda.desk.crm import comments, customers, integrations, tickets
from zgoda.desk.crm.integrations import Settings
from zgoda.desk.crm.models import CustomField, Integration
from zgoda.desk.store.models import Connection
from zgoda.domain.writers import Writer

__all__ = ["agent", "client", "clock", "connection", "server"]


@pytest.fixture(autouse=True)
def _crm_time(clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (comments, customers, integrations, tickets):
        monkeypatch.setattr(module, "real_now", clock)
    return


@pytest.fixture
def field(connection: Connection) -> CustomField:
    made = integrations.add_field(connection.shop, "Allegro login", "TEXT")
    assert made is not None
    return made


def settings_with(field: CustomField, **changes: object) -> Settings:
    """What an administrator fills in."""
    given: dict[str, object] = {
        "name": "Allegro, main account",
        "field_id": field.pk,
        "queue": "Marketplace",
        "category": "Discussion",
        "resolved_to": "CLOSED",
        "unresolved_to": "WAITING",
        "closure_message": "Please confirm that it is solved.",
        "arms": frozenset(Writer),
    }
    return Settings(**{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture
def integration(connection: Connection, field: CustomField) -> Integration:
    """Running."""
    row = integrations.begin(connection)
    assert integrations.save(row, settings_with(field)) == []
    assert integrations.start(row) is None
    return row
