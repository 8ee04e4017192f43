"""Sending the letters of E.6: each read in its reader's language when it leaves, and at most once by itself.

What is perhaps sent, or was not, an operator may have sent again (`again`).
"""

from uuid import UUID

from django.db import transaction
from django.utils import translation

from zgoda.accounts.models import User
from zgoda.centre.mailing import building, choices, words
from zgoda.centre.mailing.models import Letter, SentAgain
from zgoda.domain import notifications
from zgoda.domain.markets import market
from zgoda.domain.notifications import Kind
from zgoda.engine import clock
from zgoda.engine.jobs import durable
from zgoda.engine.mailing.sending import ATTEMPTS, KEPT, State, Written, deliver

WORDLESS = {"address": "", "subject": "", "text": "", "reason": ""}
"""A letter of which is known only who was told of what, and when; a mail server's words name addresses."""
MAY_GO_AGAIN = frozenset({State.PERHAPS, State.FAILED, State.NO_ADDRESS})
"""What an operator may have sent again; what was sent, never."""


@durable(attempts=ATTEMPTS)
def send_letter(letter_id: str) -> None:
    """Send one letter, if nobody has."""
    deliver(Letter, UUID(letter_id), _written)


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
    return Letter.objects.filter(pk__in=pks).update(**WORDLESS)


def _written(letter: Letter) -> Written | State:
    reader, kind = letter.to, Kind(letter.kind)
    if not notifications.is_wanted(kind, choices.switched_off(reader)):
        return State.SWITCHED_OFF
    if not reader.email:
        return State.NO_ADDRESS
    language = reader.language or market(reader.market).language
    with translation.override(language):
        content = words.written(letter)
        if content is None:
            return State.NOT_NEEDED
        mail, text = building.mail_of(letter, content, language), building.kept_words(letter, content)
    kept = {"language": language, "address": reader.email, "subject": mail.subject[:500], "text": text}
    return Written(mail, kept)
