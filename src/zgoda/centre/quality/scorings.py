"""Which step tables are in force: the administrators' own sets, and the historical sample where there is none."""

import time
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zgoda.accounts.models import User
from zgoda.centre.quality.models import Scoring
from zgoda.domain.quality.scoring import SAMPLE, ScoringSet, scoring_from, scoring_on

FRESH_SECONDS = 1.0


class _Cached:
    sets: Sequence[ScoringSet] | None = None
    until = 0.0


def on(day: date) -> ScoringSet:
    """C.0 point 4: the set of the day on which a figure is computed."""
    return scoring_on(day, known())


def known() -> Sequence[ScoringSet]:
    """All sets, those put in force last before others of the same day."""
    if _Cached.sets is None or time.monotonic() >= _Cached.until:
        rows = Scoring.objects.order_by("-pk").values_list("document", flat=True)
        _Cached.sets, _Cached.until = (*map(scoring_from, rows), SAMPLE), time.monotonic() + FRESH_SECONDS
    return _Cached.sets


def put_in_force(document: object, *, by: User, why: str, at: datetime) -> ScoringSet:
    """P-46: kept with who, when and why. Raises ``BadScoring``. Figures already computed stay as they are."""
    scoring = scoring_from(document)
    Scoring.objects.create(effective=scoring.effective, document=document, by=by, at=at, why=why)
    transaction.on_commit(forget)
    forget()
    return scoring


def forget() -> None:
    """Read the sets again at the next question."""
    _Cached.sets = None
