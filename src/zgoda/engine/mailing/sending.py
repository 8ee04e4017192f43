"""Sending letters: each is handed over at most once by itself, whatever process dies when.

A letter is a row of whoever writes it, of a model made of `Delivery`; the row says how far it came. What was certainly
not taken is tried again, for two days where the server only wants it later. What left without an answer is marked as
perhaps sent: a person decides.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage
from django.db import models, transaction

from zgoda.engine import clock
from zgoda.engine.clock import real_now
from zgoda.engine.mailing.smtp import Doubtful, NotTaken, hand_over

LEASE = timedelta(minutes=4)
"""Longer than a conversation with a slow server, shorter than the lease of the job."""
ATTEMPTS = 120
"""Of the job, which runs once more where another worker has the letter."""
MOST_ATTEMPTS = 58
"""Of the letter: with the pauses of a job, two days."""
KEPT = timedelta(days=90)
"""So long the words and the address of a letter, and what the mail server said, are kept."""


class State(models.TextChoices):
    """WAITING → SENDING → HANDING → SENT. HANDING is noted before the first word of the letter leaves, so that after
    a crash it is known whether the mail server may have it: then the letter is PERHAPS sent and not sent again by
    itself."""

    WAITING = "WAITING", "waiting"
    SENDING = "SENDING", "being sent"
    HANDING = "HANDING", "being handed over"
    SENT = "SENT", "sent"
    PERHAPS = "PERHAPS", "perhaps sent"
    FAILED = "FAILED", "not sent"
    SWITCHED_OFF = "SWITCHED_OFF", "switched off"
    NOT_NEEDED = "NOT_NEEDED", "no longer needed"
    NO_ADDRESS = "NO_ADDRESS", "no address"


class Delivery(models.Model):
    """How far a letter came. ``key`` names what it tells of to whom, so that it is written once; ``token`` and
    ``leased_until`` are of the worker that sends it."""

    key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Later(Exception):
    """Not now; the job is run again."""


class _TakenOver(Exception):
    """This worker was taken for dead and another one has the letter."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it is handed over, and the columns of its row that keep what it was."""

    mail: EmailMessage
    kept: Mapping[str, object] = field(default_factory=dict)


D = TypeVar("D", bound=Delivery)
Writer = Callable[[D], Written | State]
"""The letter, or how it ends without one. Raises ``ObjectDoesNotExist`` where what it tells of is gone."""


def deliver(model: type[D], letter_id: object, write: Writer[D]) -> None:
    """Send one letter, if nobody has. Raises `Later` where the job is to be run again."""
    letter = _claim(model, letter_id)
    if letter is None:
        return
    with suppress(_TakenOver):
        try:
            _send(letter, write)
        except NotTaken as refused:
            _not_taken(letter, refused)
        except Doubtful as doubt:
            _end(letter, State.PERHAPS, doubt.reason)
        except ObjectDoesNotExist:
            _end(letter, State.FAILED, "what it tells of is gone")


def _claim(model: type[D], letter_id: object) -> D | None:
    """The letter for this worker alone; None where there is nothing to send. Raises `Later` while another has it."""
    with transaction.atomic():
        rows = model._default_manager.select_for_update()
        letter = rows.filter(pk=letter_id, state__in=(State.WAITING, State.SENDING, State.HANDING)).first()
        if letter is None:
            return None
        now = real_now()
        if letter.leased_until is not None and letter.leased_until > now and letter.state != State.WAITING:
            raise Later("another worker has it")
        if letter.state == State.HANDING:
            rows.filter(pk=letter.pk).update(state=State.PERHAPS, reason="the worker did not come back")
            return None
        letter.state, letter.token, letter.leased_until = State.SENDING, uuid4().hex, now + LEASE
        letter.attempts += 1
        letter.save(update_fields=["state", "token", "leased_until", "attempts"])
    return letter


def _send(letter: D, write: Writer[D]) -> None:
    written = write(letter)
    if isinstance(written, State):
        return _end(letter, written)
    _change(letter, State.SENDING, state=State.SENDING, **written.kept)
    hand_over(written.mail, lambda: _change(letter, State.SENDING, state=State.HANDING))
    return _change(letter, State.HANDING, State.PERHAPS, state=State.SENT, sent_at=clock.now(), reason="")


def _not_taken(letter: Delivery, refused: NotTaken) -> None:
    if refused.for_good:
        _end(letter, State.FAILED, refused.reason)
    elif letter.attempts >= MOST_ATTEMPTS:
        _end(letter, State.FAILED, f"given up after {letter.attempts} attempts: {refused.reason}"[:300])
    else:
        _end(letter, State.WAITING, refused.reason)
        raise Later("the mail server did not take it")


def _end(letter: Delivery, state: State, reason: str = "") -> None:
    """What became of this attempt."""
    _change(letter, State.SENDING, State.HANDING, state=state, reason=reason)


def _change(letter: Delivery, *states: State, **fields: object) -> None:
    """Only while the letter is this worker's. Raises `_TakenOver`."""
    rows = type(letter)._default_manager
    if not rows.filter(pk=letter.pk, token=letter.token, state__in=states).update(**fields):
        raise _TakenOver
