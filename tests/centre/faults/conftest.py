"""A sandbox in which the seller's program may ask for faults."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.centre.api.conftest import Program, case, program, seller, standing, stranger
from zgoda.accounts.models import User
from zgoda.centre.faults import plans
from zgoda.centre.faults.catalogue import Fault

__all__ = ["case", "program", "seller", "stranger"]

Spoil = Callable[..., None]


@pytest.fixture(autouse=True)
def _sandbox(db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.SANDBOX = True
    with standing(settings, tmp_path):
        yield


@pytest.fixture
def spoil(seller: User) -> Spoil:
    """``spoil(Fault.LATE, ...)``: those strike each request; the counting begins anew."""

    def switch(*faults: Fault, rate: int = 100, seed: int = 1) -> None:
        plans.switch(seller, on=True, seed=seed, rates=dict.fromkeys(faults, rate), by="test")

    return switch


@pytest.fixture
def ask(program: Program) -> Callable[[str], object]:
    return program.get
