"""The clock, the storage and the limits of the API's own tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.centre.api.conftest import standing


@pytest.fixture
def _standing(db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    with standing(settings, tmp_path):
        yield
