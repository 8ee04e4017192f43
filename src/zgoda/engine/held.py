"""What is active in this thread or task, such as the language: a place that costs a look and no lock."""

from contextvars import ContextVar

_NOTHING = object()


class Held:
    """Stands in for the holder that Django keeps its active language and time zone in, with the same one attribute.

    Django's own asks a lock and three functions at each look, and a page looks more than a hundred times.
    """

    __slots__ = ("_held",)

    def __init__(self, name: str) -> None:
        self._held: ContextVar[object] = ContextVar(name, default=_NOTHING)

    @property
    def value(self) -> object:
        found = self._held.get()
        if found is _NOTHING:
            raise AttributeError("nothing is active")
        return found

    @value.setter
    def value(self, active: object) -> None:
        self._held.set(active)

    @value.deleter
    def value(self) -> None:
        self._held.set(_NOTHING)
