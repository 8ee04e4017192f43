"""People by their login, whatever its case: the one way to look for one, found by the index ``accounts_login``."""

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
