"""How many requests a turn makes besides those for news, as `desk.cases.sync` and `desk.messages.sync` do."""

from zgoda.wire.limits import TRACKING_WAYBILLS

TRACKED = 500
AGAIN = 20
"""Open problems of the Message Center that a sweep reads singly, two requests each."""

FOR_A_CHAT = 1
FOR_A_THREAD = 1
FOR_AN_ANSWER = 3
"""The message, the case and its chat."""


def of_threads(news: int) -> int:
    """From the top of the list of threads down to what was known ten minutes ago, twenty a page."""
    return 1 + news // 20


def of_orders(*, has_open: bool, is_turn: bool) -> int:
    return int(has_open and is_turn)


def beside_a_sweep(open_cases: int) -> int:
    """The capabilities, parcels, open problems and returns."""
    return 1 + -(-min(TRACKED, open_cases) // TRACKING_WAYBILLS) + 2 * min(AGAIN, open_cases // 10) + 1
