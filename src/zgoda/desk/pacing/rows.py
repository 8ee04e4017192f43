"""The budgets' rows. A level is moved only from where it was read, so that two processes never have the same tokens."""

from typing import Protocol

from zgoda.desk.pacing.models import Budget


class Rows(Protocol):
    """Where levels are kept: the database, or a simulation's memory."""

    def read(self, key: str) -> tuple[int, int]:
        """The level, and the end of the pause."""

    def move(self, key: str, level: int, to: int) -> bool:
        """Whether the level stood there and was moved."""

    def block(self, key: str, until: int) -> None:
        """Nothing is given before that instant."""


class Stored:
    """One short statement each, never inside a transaction of the caller's work."""

    def read(self, key: str) -> tuple[int, int]:
        found = Budget.objects.filter(pk=key).values_list("level", "blocked_until").first()
        if found is None:
            Budget.objects.bulk_create([Budget(key=key)], ignore_conflicts=True)
            return 0, 0
        return found

    def move(self, key: str, level: int, to: int) -> bool:
        return Budget.objects.filter(pk=key, level=level).update(level=to) == 1

    def block(self, key: str, until: int) -> None:
        rows = Budget.objects.filter(pk=key)
        if rows.filter(blocked_until__lt=until).update(blocked_until=until) == 0 and not rows.exists():
            Budget.objects.bulk_create([Budget(key=key, blocked_until=until)], ignore_conflicts=True)
