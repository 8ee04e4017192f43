"""What was sent to whom and why, newest first, page by page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from zgoda.accounts.logins import by_address, by_login
from zgoda.centre.mailing.models import Letter
from zgoda.centre.store.models import Case
from zgoda.domain import notifications
from zgoda.domain.notifications import Kind
from zgoda.look.words.letters import kind_name, kind_why, letter_state_name

PAGE = 30
READERS = 20
"""People of one e-mail address whose letters are looked for."""


class NoSuchPage(Exception):
    """An address that we never wrote."""


@dataclass(frozen=True, slots=True)
class Asked:
    """``to``: an account. ``words``: a login or an address of who it went to, or the number of a case or an order."""

    words: str = ""
    kind: str = ""
    state: str = ""
    to: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``subject`` is empty where the letter is of a hidden case, was not written yet, or is old."""

    id: UUID
    at: datetime
    kind: str
    why: str
    rules: str
    to: str
    address: str
    state: str
    state_name: str
    reason: str
    attempts: int
    sent_at: datetime | None
    subject: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    older: str


def page(asked: Asked, before: str) -> Page:
    """``before`` is what the page before gave as ``older``. Raises `NoSuchPage`."""
    found = _found(asked)
    if before:
        last_shown = _shown(before, found)
        at, pk = last_shown.created_at, last_shown.pk
        found = found.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__lt=pk))
    letters = list(found.select_related("to").order_by("-created_at", "-id")[: PAGE + 1])
    last = letters[PAGE - 1] if len(letters) > PAGE else None
    return Page([row_of(letter) for letter in letters[:PAGE]], str(last.pk) if last else "")


def row_of(letter: Letter) -> Row:
    kind = notifications.LETTERS[Kind(letter.kind)]
    return Row(
        id=letter.pk,
        at=letter.created_at,
        kind=kind_name(letter.kind),
        why=kind_why(letter.kind),
        rules=", ".join((kind.id, *kind.rules)),
        to=letter.to.username,
        address=letter.address or letter.to.email,
        state=letter.state,
        state_name=letter_state_name(letter.state),
        reason=letter.reason,
        attempts=letter.attempts,
        sent_at=letter.sent_at,
        subject="" if letter.hidden else letter.subject,
        hidden=letter.hidden,
    )


def _found(asked: Asked) -> QuerySet[Letter]:
    chosen = {"to": asked.to, "kind": asked.kind, "state": asked.state}
    found = Letter.objects.filter(**{name: value for name, value in chosen.items() if value})
    words = asked.words.strip()
    if not words:
        return found
    readers = [*by_login(words)[:READERS], *by_address(words)[:READERS]]
    return found.filter(Q(about__in=_numbers(words)) | Q(to__in=readers))


def _numbers(words: str) -> list[str]:
    """A case, a claim or an order by its number; an order stands for its cases too, save for hidden ones, of which
    letters know the order only."""
    try:
        number = UUID(words)
    except ValueError:
        return []
    cases = Case.objects.filter(order_id=number, hidden=False).values_list("pk", flat=True)
    return [str(number), *map(str, cases)]


def _shown(before: str, among: QuerySet[Letter]) -> Letter:
    try:
        found = among.filter(pk=UUID(before)).first()
    except ValueError:
        found = None
    if found is None:
        raise NoSuchPage
    return found
