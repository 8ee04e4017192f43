"""Sending letters: each is handed over at most once by itself, whatever process dies when.

What was certainly not taken is tried again, for two days where the server only wants it later. What left without an
answer is marked as perhaps sent: an operator decides (`again`).
"""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import translation

from zgoda.accounts.models import User
from zgoda.centre.mailing import building, choices, words
from zgoda.centre.mailing.models import Letter, SentAgain, State
from zgoda.centre.partners.mail.smtp import Doubtful, NotTaken, hand_over
from zgoda.domain import notifications
from zgoda.domain.markets import market
from zgoda.domain.notifications import Kind
from zgoda.engine import clock
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import durable

LEASE = timedelta(minutes=4)
"""Longer than a conversation with a slow server, shorter than the lease of the job."""
MOST_ATTEMPTS = 58
"""With the pauses of `send_letter`, two days."""
KEPT = timedelta(days=90)
"""So long the words and the address of a letter are kept; who was told of what, and when, stays."""
MAY_GO_AGAIN = frozenset({State.PERHAPS, State.FAILED, State.NO_ADDRESS})
"""What an operator may have sent again; what was sent, never."""


class Later(Exception):
    """Not now; the job is run again."""


class _TakenOver(Exception):
    """This worker was taken for dead and another one has the letter."""


@durable(attempts=120)
def send_letter(letter_id: str) -> None:
    """Send one letter, if nobody has."""
    letter = _claim(UUID(letter_id))
    if letter is None:
        return
    with suppress(_TakenOver):
        try:
            _send(letter)
        except NotTaken as refused:
            _not_taken(letter, refused)
        except Doubtful as doubt:
            _end(letter, State.PERHAPS, doubt.reason)
        except ObjectDoesNotExist:
            _end(letter, State.FAILED, "what it tells of is gone")


def again(letter_id: UUID, by: User) -> bool:
    """An operator sends what was not sent, or perhaps not, with the same Message-ID; False where it may not be."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(pk=letter_id, state__in=MAY_GO_AGAIN).first()
        if letter is None:
            return False
        SentAgain.objects.create(letter=letter, by=by, at=clock.now(), was=letter.state)
        Letter.objects.filter(pk=letter.pk).update(state=State.WAITING, token="", attempts=0, reason="")
        send_letter.enqueue(str(letter.pk))
    return True


def forget_words() -> int:
    """Drop the words of old letters, a thousand at a time."""
    old = Letter.objects.filter(created_at__lt=clock.now() - KEPT).exclude(address="").order_by("created_at", "id")
    pks = list(old.values_list("pk", flat=True)[:1000])
    return Letter.objects.filter(pk__in=pks).update(address="", subject="", text="")


def _claim(letter_id: UUID) -> Letter | None:
    """The letter for this worker alone; None where there is nothing to send. Raises `Later` while another has it."""
    with transaction.atomic():
        rows = Letter.objects.select_for_update(of=("self",)).select_related("to")
        letter = rows.filter(pk=letter_id, state__in=(State.WAITING, State.SENDING, State.HANDING)).first()
        if letter is None:
            return None
        now = real_now()
        if letter.leased_until is not None and letter.leased_until > now and letter.state != State.WAITING:
            raise Later("another worker has it")
        if letter.state == State.HANDING:
            Letter.objects.filter(pk=letter.pk).update(state=State.PERHAPS, reason="the worker did not come back")
            return None
        letter.state, letter.token, letter.leased_until = State.SENDING, uuid4().hex, now + LEASE
        letter.attempts += 1
        letter.save(update_fields=["state", "token", "leased_until", "attempts"])
    return letter


def _send(letter: Letter) -> None:
    reader, kind = letter.to, Kind(letter.kind)
    if not notifications.is_wanted(kind, choices.switched_off(reader)):
        return _end(letter, State.SWITCHED_OFF)
    if not reader.email:
        return _end(letter, State.NO_ADDRESS)
    language = reader.language or market(reader.market).language
    with translation.override(language):
        content = words.written(letter)
        if content is None:
            return _end(letter, State.NOT_NEEDED)
        mail, text = building.mail_of(letter, content, language), building.kept_words(letter, content)
    _change(letter, State.SENDING, language=language, address=reader.email, subject=mail.subject[:500], text=text)
    hand_over(mail, lambda: _change(letter, State.SENDING, state=State.HANDING))
    return _change(letter, State.HANDING, State.PERHAPS, state=State.SENT, sent_at=clock.now(), reason="")


def _not_taken(letter: Letter, refused: NotTaken) -> None:
    if refused.for_good:
        _end(letter, State.FAILED, refused.reason)
    elif letter.attempts >= MOST_ATTEMPTS:
        _end(letter, State.FAILED, f"given up after {letter.attempts} attempts: {refused.reason}"[:300])
    else:
        _end(letter, State.WAITING, refused.reason)
        raise Later("the mail server did not take it")


def _end(letter: Letter, state: State, reason: str = "") -> None:
    """What became of this attempt."""
    _change(letter, State.SENDING, State.HANDING, state=state, reason=reason)


def _change(letter: Letter, *states: State, **fields: object) -> None:
    """Only while the letter is this worker's. Raises `_TakenOver`."""
    mine = Letter.objects.filter(pk=letter.pk, token=letter.token, state__in=states)
    if not mine.update(**fields):
        raise _TakenOver
