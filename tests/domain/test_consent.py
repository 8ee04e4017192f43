"""What a consent covers, and until when (S0-62, S0-63)."""

from datetime import UTC, datetime, timedelta

from tests.marks import rule
from zgoda.domain.consent import Consent, Purpose
from zgoda.domain.markets import market

WARSAW = market("pl").zone
GIVEN = datetime(2025, 9, 26, 10, tzinfo=UTC)
ENDS = datetime(2026, 9, 26, 10, tzinfo=UTC)


@rule("S0-62", "S0-63")
def test_a_consent_covers_what_was_chosen_for_twelve_months_under_the_text_that_was_read() -> None:
    given = Consent(frozenset({Purpose.STORAGE}), GIVEN, version=1)
    assert given.covers(Purpose.STORAGE, ENDS - timedelta(milliseconds=1), WARSAW, version=1)
    assert not given.covers(Purpose.STORAGE, ENDS, WARSAW, version=1)
    assert not given.covers(Purpose.LINKING, GIVEN, WARSAW, version=1)
    assert not given.covers(Purpose.STORAGE, GIVEN, WARSAW, version=2)
