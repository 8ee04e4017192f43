"""Words for ratings at the desk: the choice, who asked, how far a thing to send is, and what speaks against one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zgoda.desk.ratings.models import DeskRating, RatingWrite, WriteKind
from zgoda.desk.web.words import TROUBLES
from zgoda.wire.limits import RATING_TEXT

_REFUSED = {
    "EMPTY": gettext_lazy("Write something."),
    "BENEFIT": gettext_lazy("Nothing may be offered for a rating or its removal. Leave the offer out and send again."),
    "GONE": gettext_lazy("The buyer has removed this rating."),
    "NOT_ASKABLE": gettext_lazy("Nobody can be asked to remove this rating any more."),
    "WAITS": gettext_lazy("Something written before still waits to be sent. Wait for it, or cancel it first."),
}
_SHOWN = (("", gettext_lazy("All")), ("bad", gettext_lazy("Not recommended")), ("open", gettext_lazy("Not answered")))


def shown(code: str) -> list[dict[str, object]]:
    """The three views of the list."""
    return [
        {"label": str(label), "href": f"?show={key}" if key else "?", "current": key == code, "count": None}
        for key, label in _SHOWN
    ]


def choice(row: DeskRating) -> tuple[str, str]:
    """Words and kind of the tag."""
    if row.recommended is None:
        return _("unknown"), "outline"
    return (_("recommended"), "done") if row.recommended else (_("not recommended"), "stopped")


def asked_by(row: DeskRating) -> str:
    """Who asked the buyer to remove it; empty where nobody did."""
    if row.asked_at is None:
        return ""
    return _("The marketplace asked the buyer") if row.asked_source == "ADMIN" else _("You asked the buyer")


def refused(why: str) -> str:
    if why == "TOO_LONG":
        shorten = ngettext(
            "Shorten the text to %(count)d character.", "Shorten the text to %(count)d characters.", RATING_TEXT
        )
        return shorten % {"count": RATING_TEXT}
    return str(_REFUSED[why])


def kind_name(row: RatingWrite) -> str:
    return str(WriteKind(row.kind).label)


def trouble(kind: str, trace_id: str) -> str:
    """Why ratings could not be read and what to do; a server that has none is told by hand."""
    if not kind:
        return ""
    if kind == "Forbidden":
        words = _("The consent does not cover ratings yet. Agree once more under Connections, and they will be read.")
    elif kind in ("NotFound", "Refusal"):
        words = _("This server offers no ratings to programs. Read and answer them on the marketplace's own pages.")
    else:
        words = str(TROUBLES.get(kind) or _("The server did not take a request. It will be tried again by itself."))
    number = _("Number for support: %(number)s") % {"number": trace_id}
    return f"{words} {number}" if trace_id else words
