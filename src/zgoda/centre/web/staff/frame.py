"""Who reads a staff page, and the token of its form."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest

from zgoda.accounts.access import current_user
from zgoda.accounts.models import Role as AccountRole
from zgoda.accounts.models import User
from zgoda.domain.actors import Actor, Role

STAFF = (AccountRole.CONSULTANT, AccountRole.MODERATOR)


def person(request: HttpRequest) -> User:
    """The person signed in; the page's guard has let nobody else in."""
    user = current_user(request)
    if user is None:
        raise Http404
    return user


def reader(request: HttpRequest) -> Actor:
    """The same as the rules know them."""
    user = person(request)
    return Actor(Role(user.role), user.pk)


def token_of(request: HttpRequest) -> UUID:
    """The form's token, under which a form sent twice counts once; a new one for a form that is shown first."""
    return uuid_or_none(request.POST.get("token", "")) or uuid4()


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
