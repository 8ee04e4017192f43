"""People by their login or their e-mail address, whatever its case: the one way to look for somebody, found by the
indexes ``accounts_login`` and ``accounts_address``."""

from collections.abc import Iterable

from django.db.models import QuerySet, Value
from django.db.models.functions import Upper

from zgoda.accounts.models import User


def by_login(login: str) -> QuerySet[User]:
    """Whoever has this login. On SQLite only the letters A to Z have a case, as with its ``LIKE``."""
    return by_logins([login])


def by_logins(logins: Iterable[str]) -> QuerySet[User]:
    """Whoever has one of these."""
    return User.objects.alias(folded=Upper("username")).filter(folded__in=[Upper(Value(one)) for one in logins])


def by_address(email: str) -> QuerySet[User]:
    """Whoever has this whole address; several accounts may."""
    return User.objects.alias(folded=Upper("email")).filter(folded=Upper(Value(email)))
