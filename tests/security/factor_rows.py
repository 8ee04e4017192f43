"""Second factors: everybody signed in looks after their own; what one has none of has no page."""

from tests.security.verdicts import Row, page, people, public, signed_in

ALL = "GET POST PUT"


def factor_rows(half: str) -> list[Row]:
    nobody_has_one = people()
    key = {"at": lambda world: {"pk": 999_999_999}}
    return [
        page(half, "sign-in/code", public, "GET POST"),
        page(half, "sign-in/passkey", public, ALL),
        page(half, "account/confirm/code", signed_in, ALL),
        page(half, "account/confirm/passkey", signed_in, ALL),
        page(half, "account/factors", signed_in),
        page(half, "account/factors/app", signed_in, ALL),
        page(half, "account/factors/app/end", nobody_has_one, ALL),
        page(half, "account/factors/codes", nobody_has_one),
        page(half, "account/factors/codes/new", signed_in, ALL),
        page(half, "account/factors/codes/file", nobody_has_one),
        page(half, "account/factors/passkeys", signed_in),
        page(half, "account/factors/passkeys/new", signed_in, ALL),
        page(half, "account/factors/passkeys/<int:pk>", signed_in, ALL, **key),
        page(half, "account/factors/passkeys/<int:pk>/end", signed_in, "GET POST DELETE", **key),
    ]
