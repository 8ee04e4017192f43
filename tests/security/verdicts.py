"""How an answer looks from outside, who is told what, and a row of the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.security.visitors import PEOPLE, PROGRAMS
from tests.security.world import World


class Told(StrEnum):
    """How an answer looks from outside."""

    IN = "in"
    NOT_FOUND = "404"
    SIGN_IN = "sign-in page"
    NO_TOKEN = "401"
    DENIED = "403"


Verdict = Callable[[str], Told]
Values = Callable[[World], dict[str, object]]


@dataclass(frozen=True)
class Row:
    """``serves``: method → who is told what. ``at`` gives the address its ids, ``unknown`` the same for things that
    do not exist. ``body`` makes the request's body; ``kind`` is its media type. ``logged``: a reading by staff is
    written down. ``page``: the answer is HTML for people."""

    half: str
    pattern: str
    serves: Mapping[str, Verdict]
    at: Values = lambda world: {}
    unknown: dict[str, object] | None = None
    path: str = ""
    query: str = ""
    body: Callable[[World], object] = lambda world: {}
    kind: str = ""
    logged: frozenset[str] = field(default_factory=frozenset)

    @property
    def key(self) -> tuple[str, str]:
        return self.half, self.pattern


def public(_who: str) -> Told:
    return Told.IN


def signed_in(who: str) -> Told:
    return Told.IN if who in PEOPLE else Told.SIGN_IN


def people(*names: str) -> Verdict:
    """Pages of some: to others signed in they do not exist."""
    unknown = set(names) - set(PEOPLE)
    assert not unknown, unknown
    return lambda who: Told.IN if who in names else Told.NOT_FOUND if who in PEOPLE else Told.SIGN_IN


def sellers_page(who: str) -> Told:
    """The OAuth pages tell other people that a seller is needed; that is no secret."""
    if who in ("seller", "other_seller"):
        return Told.IN
    return Told.DENIED if who in PEOPLE else Told.SIGN_IN


def nobody(_who: str) -> Told:
    return Told.NOT_FOUND


def partner(_who: str) -> Told:
    """Nobody without a partner's signature or a program's own secret: what they may, their own tests say."""
    return Told.NO_TOKEN


def program(*, own: bool, application: bool = False, scope: bool = True) -> Verdict:
    """``own``: the thing is the seller's, so that another seller's token finds nothing. ``application``: a token of
    the program alone is enough. ``scope``: one is needed. A session of the pages is no token."""

    def verdict(who: str) -> Told:
        if who not in PROGRAMS or who in ("revoked_token", "forged_token"):
            return Told.NO_TOKEN
        if who == "program_token" and not application:
            return Told.DENIED
        if who == "narrow_token" and scope:
            return Told.DENIED
        return Told.NOT_FOUND if own and who in ("other_token", "buyers_token") else Told.IN

    return verdict


def sandbox_only(who: str) -> Told:
    """The table stands outside of a sandbox: a token that is good finds nothing."""
    told = program(own=False)(who)
    return Told.NOT_FOUND if told is Told.IN else told


def buyers_upload(who: str) -> Told:
    """The file is the buyer's: not even the seller of its case or thread sends bytes to it."""
    told = program(own=True)(who)
    if who == "buyers_token":
        return Told.IN
    return Told.NOT_FOUND if told is Told.IN else told


def page(half: str, pattern: str, who: Verdict, methods: str = "GET", **more: object) -> Row:
    return Row(half, pattern, dict.fromkeys(methods.split(), who), **more)  # type: ignore[arg-type]


def api(pattern: str, methods: str, who: Verdict, **more: object) -> Row:
    return Row("centre", pattern, dict.fromkeys(methods.split(), who), **more)  # type: ignore[arg-type]


def fixed(body: object) -> Callable[[World], object]:
    return lambda world: body
