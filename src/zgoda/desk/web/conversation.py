"""The thread as a page shows it: days, messages of every party, what was offered, and ours on their way."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from zgoda.desk.cases.answering import is_warehouses
from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.cases.nobodys import is_automatic
from zgoda.desk.crm.models import Comment
from zgoda.desk.messages import answering
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.messages.web import said
from zgoda.desk.messages.web.answers import beside
from zgoda.desk.sending.web import said as sending
from zgoda.desk.store.models import MESSAGES, DeskCase, DeskMessage, Kind, Outgoing, SendState
from zgoda.desk.web import answerer, claim_words, offers, permitted, ticket_panel, words
from zgoda.desk.web.entry import Entry

_STATE_KINDS = {
    SendState.SENT: "sent",
    SendState.FAILED: "failed",
    SendState.HELD: "failed",
    SendState.UNSEEN: "failed",
}
_WRITTEN = {*MESSAGES, Kind.VERDICT, Kind.TO_WAREHOUSE}
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")


def thread(page: CasePage, *, may_write: bool) -> list[Entry]:
    """Oldest first; what is on its way stands at the end, where it will appear."""
    known, theirs = answering.by_message(page.case), answering.wrote(page.case)
    agents = {row.remote_message_id: _sent_by(row) for row in page.done if row.remote_message_id}
    entries = [_message(one, page, agents, may_write=may_write) for one in page.messages]
    entries = [
        replace(_as_the_warehouses(entry) if one.remote_id in theirs else entry, beside=below)
        for one, entry in zip(page.messages, entries, strict=True)
        for below in (beside(one, page, known, may_write=may_write),)
    ]
    entries += [_fact(row) for row in page.done if _is_fact(row)]
    entries += [_comment(one) for one in page.comments]
    entries += answerer.handed(page)
    entries.sort(key=lambda entry: entry.at)
    entries += [_pending(row, page.case, may_write=may_write) for row in page.pending]
    return list(_with_days(entries))


def _message(one: DeskMessage, page: CasePage, agents: dict[str, str], *, may_write: bool) -> Entry:
    ours, is_issue = one.author_role == "SELLER", page.case.family == ISSUE
    is_theirs = not ours and one.author_role != "SYSTEM" and may_write and is_issue
    return Entry(
        "message",
        one.created_at,
        text=one.text,
        voice=words.voice(one.author_role),
        by=words.author(one.author_role, one.author_login),
        extra=_extra(one, page, agents),
        anchor=f"m{one.pk}",
        report=one.remote_id if is_theirs else "",
        forward=one.remote_id if is_theirs and permitted.may(page, "warehouse") else "",
        files=[_file(one, one.case_id, number, entry) for number, entry in enumerate(one.attachments)],
        state=_visible(one, page) if ours else None,
    )


def _as_the_warehouses(entry: Entry) -> Entry:
    """S1-06: a reply of the Warehouse, which the protocol shows as the seller's own."""
    return replace(
        entry,
        voice=words.voice("FULFILLMENT"),
        by=words.author("FULFILLMENT", ""),
        extra=_("in this shop's name"),
    )


def _visible(one: DeskMessage, page: CasePage) -> dict[str, str]:
    """Whether the buyer sees our message: the Message Center looks at each before it delivers it, and blocks some."""
    held = said.on_the_way(page.case, one.remote_id)
    return {"kind": "failed", "words": held} if held else {"kind": "seen", "words": _("visible to the buyer")}


def _extra(one: DeskMessage, page: CasePage, agents: dict[str, str]) -> str:
    """S3-28: a buyer who is in no record is marked. S3-31: of the seller's messages, who sent it from here, or that it
    was written at the marketplace. S3-32: the platform's own are told from the parties'."""
    if one.author_role == "SYSTEM":
        return _("automatic message")
    if one.author_role == "FULFILLMENT":
        return _("answers for fulfilled orders")
    if one.author_role == "BUYER":
        return _("not in the CRM") if ticket_panel.is_unlinked(page.ticket) else ""
    if one.author_role != "SELLER":
        return ""
    there = _("written at the marketplace")
    return agents.get(one.remote_id) or (f"{one.author_login} · {there}" if one.author_login else there)


def _sent_by(row: Outgoing) -> str:
    """The agent, or that the desk answered by itself."""
    if row.by:
        return row.by.username
    return _("automatic answer") if is_automatic(row.form_token) else _("sent from here")


def _comment(one: Comment) -> Entry:
    """S3-36: among the messages and unlike them."""
    by = one.by.username if one.by else _("a rule") if is_automatic(one.form_token) else ""
    return Entry("message", one.created_at, one.text, "note", by, _("internal comment"), anchor=f"c{one.pk}")


def _file(one: DeskMessage, case_id: int, number: int, entry: dict[str, str]) -> dict[str, object]:
    name = entry.get("name") or _("attachment")
    return {
        "name": name,
        "size": None,
        "url": f"/cases/{case_id}/files/{one.pk}/{number}",
        "image": name.lower().endswith(PICTURES),
        "stopped": "",
    }


def _fact(row: Outgoing) -> Entry:
    by = row.by.username if row.by else ""
    pattern = _("%(what)s, done by hand at the marketplace · %(by)s") if _by_hand(row) else _("%(what)s · %(by)s")
    return Entry("fact", row.seen_at or row.created_at, text=pattern % {"what": _what(row), "by": by})


def _is_fact(row: Outgoing) -> bool:
    """What no message of the thread shows; among it a message that only its author has seen there. A forward stands
    with who answered since when."""
    if row.kind == Kind.TO_WAREHOUSE:
        return False
    return row.kind not in MESSAGES or not row.remote_message_id


def _by_hand(row: Outgoing) -> bool:
    return bool(row.payload.get("by_hand"))


def _pending(row: Outgoing, case: DeskCase, *, may_write: bool) -> Entry:
    head = "" if row.kind in {Kind.REGULAR, Kind.END_REQUEST, Kind.TO_WAREHOUSE} else _what(row)
    return Entry(
        "pending",
        row.created_at,
        text="\n\n".join(part for part in (head, row.text if row.kind in _WRITTEN else "") if part),
        voice="us",
        by=words.author("SELLER"),
        extra=f"{words.kind_name(row.kind)} · {_sent_by(row)}",
        anchor=f"o{row.number}",
        files=[{"name": one["name"], "size": None, "url": "", "image": False, "stopped": " "} for one in row.files],
        state={"kind": _STATE_KINDS.get(SendState(row.state), "queued"), "words": sending.state_words(row, case)},
        row=row,
        buttons=_buttons(row, case) if may_write else (),
        meanwhile=_meanwhile(row),
    )


def _meanwhile(row: Outgoing) -> str:
    """What a held or unseen one waits for: what others wrote, and how the case moved."""
    if row.state not in {SendState.HELD, SendState.UNSEEN}:
        return ""
    came = row.payload.get("came")
    moved = claim_words.came(came) if isinstance(came, dict) else []
    if words.is_turned(row):
        moved.append(_("The Warehouse answers. Send this when the case comes back to you, or take it away."))
    written = [row.last_error] if row.state == SendState.HELD and row.last_error else []
    return "\n".join([*moved, *written])


def _buttons(row: Outgoing, case: DeskCase) -> list[tuple[str, str]]:
    """What the agent may decide about a message that waits: (value, label)."""
    if row.state == SendState.HELD:
        anyway = [] if is_warehouses(case) else [("anyway", _("Send anyway"))]
        return [*anyway, ("edit", _("Edit")), ("cancel", _("Do not send"))]
    if row.state == SendState.UNSEEN:
        return [("repeat", _("Send once more")), ("arrived", _("It arrived")), ("cancel", _("Give it up"))]
    if row.state == SendState.SHADOW:
        return [("release", _("Send it")), ("edit", _("Edit")), ("cancel", _("Drop it"))]
    if row.state == SendState.FAILED:
        return [("again", _("Try again")), ("edit", _("Edit")), ("cancel", _("Do not send"))]
    return (
        [("edit", _("Undo and edit")), ("cancel", _("Take back"))]
        if row.state == SendState.QUEUED and row.attempted_at is None
        else []
    )


def _what(row: Outgoing) -> str:
    """The kind with what it carries: a parcel's number, an amount, a solution."""
    name = words.kind_name(row.kind)
    if row.kind == Kind.FORWARD and row.payload.get("to") == answering.OURS:
        return _("The message stays with us")
    detail = _decided(row) or row.payload.get("waybill") or offers.payload_words(row.payload) or row.text[:80]
    return f"{name}: {detail}" if detail else name


def _decided(row: Outgoing) -> str:
    """What was decided about a claim; a part of the price with its amount."""
    if row.kind == Kind.RETURN:
        return claim_words.return_name(str(row.payload["decision"]))
    if row.kind != Kind.VERDICT:
        return ""
    named, amount = claim_words.verdict_name(str(row.payload["verdict"])), offers.payload_words(row.payload)
    return f"{named}, {amount}" if amount else named


def _with_days(entries: Sequence[Entry]) -> Iterator[Entry]:
    zone = timezone.get_current_timezone()
    shown: date | None = None
    for entry in entries:
        day = entry.at.astimezone(zone).date()
        if day != shown:
            yield Entry("day", entry.at)
        shown = day
        yield entry
