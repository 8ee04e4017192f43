"""The faults that can be asked for, each as it was seen on the real platform (allegro-api.md §5.4, peers.md §4.2)."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Fault(StrEnum):
    """Each is drawn by itself. LOST_*: after the write took effect. BUSY*: a few requests of one operation in a row."""

    COUNTER_ZERO = "counter-zero"
    TODO_TEXTS = "todo-texts"
    CHAT_CAPPED = "chat-capped"
    CHAT_ORDER = "chat-order"
    PAGING_IGNORED = "paging-ignored"
    BROKEN_LIST = "broken-list"
    MALFORMED_RECORD = "malformed-record"
    DUPLICATES = "duplicates"
    LATE = "late"
    STATUS_DRIFT = "status-drift"
    NULL_LOGIN = "null-login"
    ATTACHMENTS_NULL = "attachments-null"
    LOST_CUT = "lost-cut"
    LOST_504 = "lost-504"
    LOST_500 = "lost-500"
    ERROR_500 = "error-500"
    ERROR_502 = "error-502"
    ERROR_504 = "error-504"
    HTML = "html"
    BUSY = "busy"
    BUSY_SAYING_WHEN = "busy-saying-when"
    TOKEN_EXPIRED = "token-expired"  # noqa: S105 -- a name
    TOKEN_REFUSED = "token-refused"  # noqa: S105 -- a name
    REFRESH_REFUSED = "refresh-refused"


WORDS = {
    Fault.COUNTER_ZERO: _("messages are counted as 0"),
    Fault.TODO_TEXTS: _("the first message is called TODO and says TODO"),
    Fault.CHAT_CAPPED: _("a conversation shows 20 messages at most"),
    Fault.CHAT_ORDER: _("messages come in another order"),
    Fault.PAGING_IGNORED: _("limit and offset are ignored"),
    Fault.BROKEN_LIST: _("one record breaks every page it stands on"),
    Fault.MALFORMED_RECORD: _("one record of a list is malformed"),
    Fault.DUPLICATES: _("a record comes twice"),
    Fault.LATE: _("what is newest is not visible yet"),
    Fault.STATUS_DRIFT: _("a case is shown in a status that it does not have"),
    Fault.NULL_LOGIN: _("logins are missing"),
    Fault.ATTACHMENTS_NULL: _("attachments are missing"),
    Fault.LOST_CUT: _("the connection breaks after a write took effect"),
    Fault.LOST_504: _("504 after a write took effect"),
    Fault.LOST_500: _("500 after a write took effect"),
    Fault.ERROR_500: _("500, and nothing happened"),
    Fault.ERROR_502: _("502, and nothing happened"),
    Fault.ERROR_504: _("504, and nothing happened"),
    Fault.HTML: _("a page of HTML, and nothing happened"),
    Fault.BUSY: _("429 several times, without Retry-After"),
    Fault.BUSY_SAYING_WHEN: _("429 several times, with Retry-After"),
    Fault.TOKEN_EXPIRED: _("the access token ends early"),
    Fault.TOKEN_REFUSED: _("a good access token is refused once"),
    Fault.REFRESH_REFUSED: _("a good refresh token is refused: consent is needed again"),
}

GROUPS = (
    (pgettext_lazy("faults", "Answers that are wrong"), tuple(Fault)[:12]),
    (pgettext_lazy("faults", "Answers that are lost"), tuple(Fault)[12:15]),
    (pgettext_lazy("faults", "Errors"), tuple(Fault)[15:21]),
    (pgettext_lazy("faults", "Tokens"), tuple(Fault)[21:]),
)
"""In the order and under the headings of the administrator's page."""

LOST = (Fault.LOST_CUT, Fault.LOST_504, Fault.LOST_500)
FAILED = (Fault.BUSY, Fault.BUSY_SAYING_WHEN, Fault.ERROR_500, Fault.ERROR_502, Fault.ERROR_504, Fault.HTML)

ORDINARY = dict.fromkeys(Fault, 5) | {
    Fault.BUSY: 2,
    Fault.BUSY_SAYING_WHEN: 2,
    Fault.TOKEN_EXPIRED: 1,
    Fault.TOKEN_REFUSED: 1,
    Fault.REFRESH_REFUSED: 0,
}
"""Per cent of requests: everything at once and still usable; the refresh token stays good, so no person is needed."""
