"""Words for writers and their modes, and for how far it is what waits beside messages."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.desk.sending.waiting import WriteState
from zgoda.domain.writers import Mode, Writer

_NAMES = {
    Writer.REPLIES: gettext_lazy("Replies in Discussions and claims"),
    Writer.DISCUSSIONS: gettext_lazy("Steps in Discussions"),
    Writer.CLAIMS: gettext_lazy("Decisions about claims"),
    Writer.MESSAGES: gettext_lazy("Messages of the Message Center"),
    Writer.RETURNS: gettext_lazy("Decisions about returns"),
    Writer.RATINGS: gettext_lazy("Answers to ratings"),
    Writer.AUTOMATIC: gettext_lazy("Automatic messages"),
}
_HINTS = {
    Writer.REPLIES: gettext_lazy("what your people write to buyers"),
    Writer.DISCUSSIONS: gettext_lazy("asking to confirm, offers, parcel numbers, refunds, sales documents, reports"),
    Writer.CLAIMS: gettext_lazy("whether the product comes back, and the verdict"),
    Writer.MESSAGES: gettext_lazy("answers to messages, and marking them as read"),
    Writer.RETURNS: gettext_lazy("rejections of returns"),
    Writer.RATINGS: gettext_lazy("public answers, and requests to remove a rating"),
    Writer.AUTOMATIC: gettext_lazy("what nobody writes by hand: automatic answers and rules"),
}
_MODES = {
    Mode.OFF: gettext_lazy("off"),
    Mode.SHADOW: gettext_lazy("shadow"),
    Mode.ARMED: gettext_lazy("armed"),
}


def how_far(state: str, reason: str, trace_id: str, *, is_off: bool) -> str:
    """Of a row of `waiting`, with the server's ``reason`` where it said no."""
    if state == WriteState.QUEUED and is_off:
        return _("Waiting until sending is turned on")
    said = str(WriteState(state).label)
    if not reason or state not in (WriteState.QUEUED, WriteState.FAILED):
        return said
    number = f" ({trace_id})" if trace_id else ""
    return f"{said}: {reason}{number}"


def writer_name(writer: Writer) -> str:
    return str(_NAMES[writer])


def writer_hint(writer: Writer) -> str:
    return str(_HINTS[writer])


def mode_name(mode: Mode) -> str:
    return str(_MODES[mode])
