"""Faults are tried on the same shop as the rest of the desk's tests."""

from tests.desk.conftest import *  # noqa: F403
from tests.desk.conftest import _no_waiting

__all__ = ["_no_waiting"]
