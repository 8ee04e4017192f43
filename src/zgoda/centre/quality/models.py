"""Rows of sales quality. All but ``Scoring`` can be made anew from the cases (`recompute`).

``account`` is the seller's account, ``NOBODY`` for cases that are hidden from their sellers (S1-56): no question about
a seller can meet them. It is no foreign key, so that nobody waits for anybody when sums are written.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.domain.actors import Role
from zgoda.domain.quality.figures import Fact
from zgoda.domain.quality.scoring import Grade

NOBODY = 0
_PARTIES = [(role.value, role.value) for role in (Role.SELLER, Role.WAREHOUSE)]
_RUNNING = Q(ended_on=None, due_at__isnull=False)


class Kind(models.TextChoices):
    DISCUSSION = "DISCUSSION", "Discussion"
    MESSAGES = "MESSAGES", "round of messages"


class Counted(models.Model):
    """One Discussion or one round of messages, and the days on which it counts.

    ``subject`` is the case's or the thread's id, ``number`` that of the question that began the round. The columns
    from ``party`` to ``waiting`` are an ``Answer`` of the domain; ``due_at`` is null where nothing is measured.
    ``unresolved_on`` is set only while the case stands Unresolved. ``agent``: whose account at the Warehouse gave the
    answer; null where nobody did, or no person.
    """

    subject = models.CharField(max_length=43)
    number = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    account = models.BigIntegerField()
    market = models.CharField(max_length=2)
    party = models.CharField(max_length=12, choices=_PARTIES)
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    in_time = models.BooleanField(null=True)
    seconds = models.BigIntegerField(null=True)
    waiting = models.BooleanField(default=False)
    opened_on = models.DateField(null=True)
    opened_party = models.CharField(max_length=12, blank=True)
    unresolved_on = models.DateField(null=True)
    unresolved_party = models.CharField(max_length=12, blank=True)
    agent = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "number"], name="counted_once")]
        indexes = [
            models.Index(fields=["account", "-ended_on", "-id"], name="counted_ended"),
            models.Index(fields=["account", "-opened_on", "-id"], condition=Q(number=0), name="counted_opened"),
            models.Index(
                fields=["account", "-unresolved_on", "-id"],
                condition=Q(unresolved_on__isnull=False),
                name="counted_unresolved",
            ),
            models.Index(fields=["account", "due_at", "id"], condition=_RUNNING, name="counted_running"),
            models.Index(fields=["due_at", "id"], condition=_RUNNING, name="counted_due"),
            models.Index(
                fields=["ended_on", "agent", "kind", "in_time", "seconds"],
                condition=Q(party=Role.WAREHOUSE.value, ended_on__isnull=False),
                name="counted_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}:{self.number}"


class Touched(models.Model):
    """A day of an account on which a change has left the sum of a fact behind."""

    account = models.BigIntegerField()
    fact = models.CharField(max_length=20, choices=[(fact.value, fact.value) for fact in Fact])
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.account} {self.fact} {self.day}"


class DayCount(models.Model):
    """A ``DaySum`` of the domain, for one account."""

    account = models.BigIntegerField()
    market = models.CharField(max_length=2)
    fact = models.CharField(max_length=20, choices=[(fact.value, fact.value) for fact in Fact])
    party = models.CharField(max_length=12, choices=_PARTIES)
    day = models.DateField()
    count = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField(default=0)
    seconds = models.BigIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "day", "fact", "party", "market"], name="daycount_once")
        ]
        indexes = [models.Index(fields=["day"], condition=Q(party=Role.WAREHOUSE.value), name="daycount_warehouse")]

    def __str__(self) -> str:
        return f"{self.account} {self.day} {self.fact}"


class Figure(models.Model):
    """What a seller's quality was on a day: computed then, from the thirty days before (G-06).

    ``market`` is the seller's home. ``parts`` are the two columns as whole numbers, ``points`` the metrics' (code,
    points, maximum). Without data ``score`` is null. ``rule_set`` and ``scoring`` are those in force on ``day`` (C.0
    point 4).
    """

    account = models.BigIntegerField()
    market = models.CharField(max_length=2)
    day = models.DateField()
    transactions = models.PositiveIntegerField()
    parts = models.JSONField()
    score = models.IntegerField(null=True)
    maximum = models.IntegerField(null=True)
    grade = models.CharField(max_length=20, blank=True, choices=[(grade.value, grade.value) for grade in Grade])
    points = models.JSONField(default=list)
    scoring = models.CharField(max_length=60)
    rule_set = models.CharField(max_length=1000)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="figure_once_a_day")]

    def __str__(self) -> str:
        return f"{self.account} {self.day}"


def _worst_first(*fields: str, name: str) -> models.Index:
    return models.Index(fields=[*fields], condition=Q(**{f"{fields[0].lstrip('-')}__isnull": False}), name=name)


class Standing(models.Model):
    """How an account stands now, for lists of many; ``day`` is that of its newest figure. Whoever changes an account's
    sums or figures locks this row first.

    Shares are in millionths, rounded down, ``average`` in whole seconds; null is "no data".
    """

    account = models.BigIntegerField(primary_key=True)
    day = models.DateField(null=True)
    timely = models.PositiveIntegerField(null=True)
    average = models.PositiveBigIntegerField(null=True)
    opened_rate = models.PositiveBigIntegerField(null=True)
    unresolved_rate = models.PositiveBigIntegerField(null=True)
    score_share = models.IntegerField(null=True)

    class Meta:
        indexes = [
            _worst_first("timely", "account", name="standing_timely"),
            _worst_first("-average", "account", name="standing_average"),
            _worst_first("-opened_rate", "account", name="standing_opened"),
            _worst_first("-unresolved_rate", "account", name="standing_unresolved"),
            _worst_first("score_share", "account", name="standing_score"),
        ]

    def __str__(self) -> str:
        return str(self.account)


class Turn(models.Model):
    """A local day whose figures are or were made; ``after`` is the last account done, ``done`` when none is left."""

    day = models.DateField(primary_key=True)
    after = models.BigIntegerField(default=NOBODY)
    done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.day)


class Scoring(models.Model):
    """A set of step tables that an administrator put in force from a day on (P-46). Never changed, only followed."""

    effective = models.DateField()
    document = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField()

    def __str__(self) -> str:
        return str(self.effective)
