"""Whether a comment is about the fulfilment service: a reader of texts says, or a moderator where it is not sure; of
what is, the platform asks the buyer to remove the rating (S1-35, P-27).

Each saying is kept, for good, with who said it of which edition of the comment.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zgoda.centre.mailing import posting
from zgoda.centre.ratings.models import Judgement, OrderRating, RemovalRequest
from zgoda.centre.ratings.rows import Outcome, held, locked
from zgoda.domain import ratings as rules
from zgoda.domain.notifications import Kind
from zgoda.domain.ratings import RatingRefused, RatingWhy, Source, Verdict
from zgoda.engine import clock
from zgoda.engine.instants import whole_ms
from zgoda.engine.jobs import durable
from zgoda.text import about_service


def to_be_read(row: OrderRating, now: datetime) -> None:
    """Enqueue the reading of the comment where it matters, in the caller's transaction."""
    if rules.to_judge(row.as_rules_see(), now):
        read_comment.enqueue(row.pk, row.version)


@durable(attempts=12)
def read_comment(rating_id: str, version: int) -> None:
    """Read one edition of a comment, once; a later edition has a reading of its own."""
    comment = OrderRating.objects.filter(pk=rating_id, version=version).values_list("comment", flat=True).first()
    if not comment:
        return
    reading = about_service(comment)
    verdict = rules.verdict_of_reader(about=reading.about, confidence=reading.confidence)
    with transaction.atomic():
        row, now = held(rating_id, Q(version=version, removed_at=None)), whole_ms(clock.now())
        if row is None or row.verdict or not rules.to_judge(row.as_rules_see(), now):
            return
        said = Judgement(verdict=verdict, confidence=round(reading.confidence * 1000))
        _kept(row, said, now)


def judge(rating_id: str, version: int, moderator_id: int, verdict: Verdict, *, now: datetime) -> Outcome:
    """P-27: a moderator's yes or no to one edition of a comment; the same again changes nothing. Raises
    `NoSuchRating`."""
    now = whole_ms(now)
    with transaction.atomic():
        row = locked(rating_id, Q())
        own = Judgement.objects.filter(rating=row, version=version, by=moderator_id)
        if own.filter(verdict=verdict).exists() and row.verdict == verdict:
            return row
        if row.version != version:
            return RatingRefused(RatingWhy.CHANGED_MEANWHILE)
        refused = rules.may_judge(row.as_rules_see(), now)
        if refused is not None:
            return refused
        return _kept(row, Judgement(verdict=verdict, by_id=moderator_id), now)


def _kept(row: OrderRating, said: Judgement, now: datetime) -> OrderRating:
    """Write a saying down, and do what follows from it."""
    row.verdict = said.verdict
    rating = row.as_rules_see()
    row.waiting_since = now if rules.waits_for_moderator(rating, now) else None
    said.rating, said.version, said.at = row, row.version, now
    said.asked = rules.may_ask(rating, Source.ADMIN, now) is None
    said.save()
    if said.asked:
        RemovalRequest.objects.create(rating=row, source=Source.ADMIN, asked_at=now)
        posting.post(Kind.RATING_REMOVAL, row.buyer_id, key=f"rating:{row.pk}", about=row.pk)
    row.save()
    return row
