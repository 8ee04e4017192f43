"""Accounts for the people that checkout forms name: found by login, made where unknown, never able to sign in."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password

from zgoda.accounts.logins import by_logins
from zgoda.accounts.models import Role, User
from zgoda.centre.orders.forms import Person
from zgoda.centre.orders.problems import Problem, Why

TRADERS = {Role.NONE, Role.BUYER, Role.SELLER}
_OUTSIDE_IDS = range(10_000_000, 2**53)


class People:
    """The accounts of one batch, looked up at once. Logins are compared without regard to case."""

    def __init__(self, persons: Iterable[Person]) -> None:
        named = list(persons)
        ids = {wire_id for person in named if (wire_id := _outside_id(person))}
        found = by_logins(person.login for person in named)
        self._by_login: dict[str, User] = {user.username.lower(): user for user in found}
        self._taken = set(User.objects.filter(pk__in=ids).values_list("pk", flat=True))

    def account(self, person: Person, role: Role, market: str) -> User:
        """The account of ``person``. Raises `Problem` where it is staff's or the id is somebody else's."""
        user = self._by_login.get(person.login.lower())
        wire_id = _outside_id(person)
        if user is None:
            if wire_id in self._taken:
                raise Problem(Why.ID_TAKEN, detail=person.login)
            user = self._create(person, role, market, wire_id)
        if Role(user.role) not in TRADERS or user.is_staff or user.is_superuser:
            raise Problem(Why.STAFF, detail=person.login)
        if wire_id in self._taken and wire_id != user.pk:
            raise Problem(Why.ID_TAKEN, detail=person.login)
        if role is Role.SELLER and user.role != Role.SELLER:
            user.role = Role.SELLER
            user.save(update_fields=["role"])
        return user

    def _create(self, person: Person, role: Role, market: str, wire_id: int | None) -> User:
        user = User.objects.create(
            pk=wire_id,
            username=person.login,
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            company=person.company,
            role=role,
            market=market,
            password=make_password(None),
        )
        self._by_login[person.login.lower()] = user
        self._taken.add(user.pk)
        return user


def _outside_id(person: Person) -> int | None:
    """The id the other marketplace gave, where keeping it cannot meet the ids that the database gives out."""
    if not (person.wire_id.isascii() and person.wire_id.isdecimal() and len(person.wire_id) <= 16):
        return None
    number = int(person.wire_id)
    return number if number in _OUTSIDE_IDS else None
