"""The letters of a role as a form: what may be chosen, and what goes to everybody."""

from dataclasses import dataclass

from django.http import HttpRequest

from zgoda.accounts.models import User
from zgoda.centre.mailing import choices
from zgoda.domain import notifications
from zgoda.look.words.letters import kind_name, kind_why


@dataclass(frozen=True, slots=True)
class Offered:
    """One kind of letter. ``rules``: the ids by which it is sent."""

    value: str
    label: str
    hint: str
    rules: str
    duty: bool
    wanted: bool


def offered(user: User) -> list[Offered]:
    """Everything that somebody in this role may be sent, duties last."""
    off = choices.switched_off(user)
    rows = [row for row in notifications.letters_for(user.role) if row.kind is not None]
    return [
        Offered(
            value=row.kind,
            label=kind_name(row.kind),
            hint=kind_why(row.kind),
            rules=", ".join((row.id, *row.rules)),
            duty=row.duty,
            wanted=notifications.is_wanted(row.kind, off),
        )
        for row in sorted(rows, key=lambda row: row.duty)
        if row.kind is not None
    ]


def take(request: HttpRequest, user: User) -> None:
    """The form's ticks are what is wanted from now on."""
    choices.choose(user, frozenset(request.POST.getlist("kind")))
