"""Markers that tie a test to what it proves."""

import pytest


def rule(*ids: str) -> pytest.MarkDecorator:
    """Say which numbered rules the test holds; `zgoda rules` reads it from the source."""
    return pytest.mark.rule(*ids)
