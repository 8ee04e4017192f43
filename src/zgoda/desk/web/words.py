"""The desk's words: headings of the list, states of what we send, refusals, kinds of clocks, authors."""

from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from zgoda.desk.cases.clocks import DECISION, RETURN_DECISION
from zgoda.desk.cases.listing import Group, Listed
from zgoda.desk.cases.refusals import Why
from zgoda.desk.cases.turned import WAREHOUSE
from zgoda.desk.house import words as of_house
from zgoda.desk.house.clock import RUNNING
from zgoda.desk.messages import words as of_messages
from zgoda.desk.store.models import DeskCase, Kind, Outgoing, SendState
from zgoda.domain.deadlines import TimerKind
from zgoda.domain.reasons import REASONS
from zgoda.look.words.reasons import reason_name
from zgoda.look.words.timers import timer_name, timer_then

_GROUPS = {
    Group.OVERDUE: pgettext_lazy("cases", "Overdue"),
    Group.TODAY: pgettext_lazy("cases", "Today"),
    Group.TOMORROW: pgettext_lazy("cases", "Tomorrow"),
    Group.LATER: pgettext_lazy("cases", "Later"),
    Group.WAITING: pgettext_lazy("cases", "Waiting for others"),
    Group.ENDED: pgettext_lazy("cases", "Ended"),
}
_REFUSALS = {
    Why.ENDED: gettext_lazy("The Discussion is closed. To write again, the buyer can re-open it."),
    Why.CHAT_CLOSED: gettext_lazy("The marketplace has closed this conversation; nothing can be written here now."),
    Why.EMPTY: gettext_lazy("Write something or attach a file."),
    Why.TOO_LONG: gettext_lazy("The message is too long. Shorten it to 20,000 characters or send it in parts."),
    Why.TOO_MANY_FILES: gettext_lazy("Attach one file. Send the others in further messages."),
    Why.FILE_TOO_LARGE: gettext_lazy("The file is too large. The marketplace takes up to 2 MB."),
    Why.FILE_TYPE: gettext_lazy("This kind of file is not taken. Send a picture or a PDF."),
    Why.FILE_NOT_SAFE: gettext_lazy("The file has not passed the virus check yet. Try again in a moment."),
    Why.ALREADY_ASKED: gettext_lazy("The buyer has already been asked to confirm. The marketplace takes this once."),
    Why.NO_ORDER: gettext_lazy("This case belongs to no order, so no parcel can be given for it."),
    Why.BAD_WAYBILL: gettext_lazy("Give the parcel's number, at most 64 characters."),
    Why.ALREADY_SENT: gettext_lazy("This was already sent. Load the page again."),
    Why.FILE_USED: gettext_lazy("This file went with another message already. Attach it again."),
    Why.NOT_A_CLAIM: gettext_lazy("This is a Discussion. Only a claim is accepted or rejected."),
    Why.NOT_FOR_CLAIMS: gettext_lazy(
        "This is a claim, so the buyer cannot be asked to mark it as resolved. Decide about the claim instead."
    ),
    Why.LABEL_MISSING: gettext_lazy("Attach the label with which the buyer sends the product back."),
    Why.RETURN_DECIDED: gettext_lazy("It has already been decided whether the product comes back."),
    Why.RETURN_FIRST: gettext_lazy("First decide whether the product comes back; then decide about the claim."),
    Why.CLAIM_DECIDED: gettext_lazy("The claim has already been decided."),
    Why.VERDICT_NOT_POSSIBLE: gettext_lazy(
        "The marketplace does not take this decision now: a rejection can still become an acceptance, and an "
        "acceptance another one; nothing else."
    ),
    Why.VERDICT_ON_ITS_WAY: gettext_lazy("Another decision about this claim is on its way. See below how far it is."),
    Why.NOT_WITHDRAWN: gettext_lazy(
        "Choose the message in which the buyer withdraws the claim. Without one, give another reason."
    ),
    Why.NOT_HERE: gettext_lazy("This exists in Discussions only."),
    Why.NO_CONVERSATION: gettext_lazy("A return has no conversation. Write to the buyer in the case of the order."),
    Why.WAREHOUSE_ANSWERS: gettext_lazy(
        "The Warehouse answers what waits here. You can read it; you write again once it has answered."
    ),
    Why.NOT_FORWARDABLE: gettext_lazy("This message cannot be forwarded, or it is with the Warehouse already."),
    Why.NOTE_MISSING: gettext_lazy("Write a note: it tells the Warehouse what is to be done."),
    Why.NOTE_TOO_LONG: gettext_lazy("The note is too long: at most 2,000 characters."),
    Why.THREAD_CLOSED: gettext_lazy(
        "The marketplace has closed this conversation; it takes no more messages. The buyer can begin a new one."
    ),
    Why.WORDS_NEEDED: gettext_lazy("Write a few words with the file; the marketplace takes no file alone here."),
    Why.TOO_LONG_FOR_THREAD: gettext_lazy(
        "The message is too long. Shorten it to 2,000 characters or send it in parts."
    ),
    Why.FILE_TOO_LARGE_FOR_THREAD: gettext_lazy("The file is too large. The marketplace takes up to 5 MB here."),
    Why.NOT_A_RETURN: gettext_lazy("Choose why the return is rejected."),
    Why.REASON_NEEDED: gettext_lazy("Say why the refund is refused; the buyer reads it."),
    Why.REASON_TOO_LONG: gettext_lazy("The reason is too long. Shorten it to 250 characters."),
    Why.RETURN_REJECTED: gettext_lazy("This return is rejected already, or the rejection is on its way."),
    Why.RETURN_OVER: gettext_lazy("This return is over; nothing can be rejected any more."),
    Why.REFUND_ON_ITS_WAY: gettext_lazy("A refund for this order is on its way already. See below how far it is."),
    Why.REFUND_BETWEEN: gettext_lazy(
        "What is left to refund has changed since this form was shown. Look at the order and decide once more."
    ),
    Why.REFUND_TOO_MUCH: gettext_lazy("That is more than what is left to refund."),
    Why.OFFER_ON_ITS_WAY: gettext_lazy(
        "Another offer is on its way or was just made. Look at it in the conversation first."
    ),
    Why.NOT_FULFILLED: gettext_lazy("You send this order yourself, so the Warehouse cannot answer for it."),
    Why.CASE_WITH_WAREHOUSE: gettext_lazy(
        "The Warehouse answers this case now, so nothing goes to the buyer from here. You can follow it, and write "
        "internal comments."
    ),
    Why.FORWARD_ON_ITS_WAY: gettext_lazy("It is on its way to the Warehouse already. See below how far it is."),
    Why.FILE_GONE: gettext_lazy("A file of this message is no longer kept here. Edit it and attach the file again."),
    Why.UNFORESEEN: gettext_lazy(
        "The desk itself failed with this one, again and again. Try again; if it stays so, tell whoever runs the desk."
    ),
    Why.AMOUNT_MISSING: gettext_lazy("Give the amount that the buyer gets back, such as 30.00."),
}
STATES = {
    SendState.QUEUED: gettext_lazy("Waiting to be sent"),
    SendState.SENDING: gettext_lazy("Being sent…"),
    SendState.UNCERTAIN: gettext_lazy("No clear answer came; checking whether it arrived before anything is repeated"),
    SendState.UNSEEN: gettext_lazy(
        "No clear answer came, and it has not appeared in the conversation. It may still appear, so it is not sent "
        "again by itself. Look at the marketplace and decide"
    ),
    SendState.SENT: gettext_lazy("Sent; waiting to see it in the conversation"),
    SendState.SEEN: gettext_lazy("In the conversation"),
    SendState.HELD: gettext_lazy("Held: something new came while you were writing"),
    SendState.FAILED: gettext_lazy("Not sent"),
    SendState.CANCELLED: gettext_lazy("Taken back"),
    SendState.SHADOW: gettext_lazy("Shadow mode: this would have been sent; nothing left. Send it or drop it"),
}
_KINDS = {
    Kind.REGULAR: gettext_lazy("Message"),
    Kind.END_REQUEST: gettext_lazy("Request to confirm"),
    Kind.RETURN: gettext_lazy("Decision about the return"),
    Kind.VERDICT: gettext_lazy("Decision about the claim"),
    Kind.OFFER: gettext_lazy("Offer of a solution"),
    Kind.TRACKING: gettext_lazy("Tracking number"),
    Kind.HANDOVER: gettext_lazy("Handed over to the carrier"),
    Kind.REFUND: gettext_lazy("Refund"),
    Kind.REPORT: gettext_lazy("Report of a violation"),
    Kind.CARRIED_OUT: gettext_lazy("The agreed solution is carried out"),
    Kind.REJECTION: gettext_lazy("Rejection of the return"),
    Kind.FORWARD: gettext_lazy("Forward to the Warehouse"),
    Kind.TO_WAREHOUSE: gettext_lazy("Forward to the Warehouse"),
}
_AUTHORS = {
    "BUYER": ("buyer", pgettext_lazy("author", "Buyer")),
    "SELLER": ("us", pgettext_lazy("author", "You")),
    "ADMIN": ("consultant", pgettext_lazy("author", "Consultant of the marketplace")),
    "SYSTEM": ("platform", pgettext_lazy("author", "Marketplace")),
    "FULFILLMENT": ("warehouse", pgettext_lazy("author", "Warehouse")),
}
_STATUSES = {
    "DISPUTE_ONGOING": (pgettext_lazy("discussion", "Pending"), "open"),
    "DISPUTE_UNRESOLVED": (pgettext_lazy("discussion", "Unresolved"), "stopped"),
    "DISPUTE_CLOSED": (pgettext_lazy("discussion", "Resolved"), "done"),
    "CLAIM_SUBMITTED": (pgettext_lazy("claim", "Submitted"), "open"),
    "CLAIM_ACCEPTED": (pgettext_lazy("claim", "Accepted"), "done"),
    "CLAIM_REJECTED": (pgettext_lazy("claim", "Rejected"), "stopped"),
}


TROUBLES = {
    "NotReached": gettext_lazy("The server could not be reached. It will be tried again by itself."),
    "NoAnswer": gettext_lazy("The server did not answer in time. It will be tried again by itself."),
    "ServerFault": gettext_lazy("The server had a fault of its own. It will be tried again by itself."),
    "TooMany": gettext_lazy("The server asked for fewer requests. Reading goes on a little later."),
    "ConsentNeeded": gettext_lazy("The consent has ended. The account's owner must agree once more."),
    "Forbidden": gettext_lazy("The consent does not cover this, or the server does not offer it. Agree once more."),
    "UnreadCases": gettext_lazy("Some cases could not be read completely. They are tried again with the next reading."),
}


def trouble(kind: str, trace_id: str) -> str:
    """What is wrong with a connection and what follows; with the number that the server's support asks for."""
    if not kind:
        return ""
    words = str(TROUBLES.get(kind) or _("The server did not take a request. It will be tried again by itself."))
    number = _("Number for support: %(number)s") % {"number": trace_id}
    return f"{words} {number}" if trace_id else words


def group_title(group: Group) -> str:
    return str(_GROUPS[group])


def refusal(why: Why) -> str:
    """Why the desk itself did not send something, and what to do."""
    return str(_REFUSALS[why])


def state_words(row: Outgoing) -> str:
    """How far a thing on its way is; with the reason where it was not sent."""
    words = str(STATES[SendState(row.state)])
    if row.state == SendState.HELD and is_turned(row):
        return _("Held: the Warehouse answers this case now")
    if row.state == SendState.FAILED and row.last_error in Why.__members__:
        return f"{words}: {refusal(Why(row.last_error))}"
    if row.state != SendState.FAILED or not row.last_error:
        return words
    number = f" ({row.trace_id})" if row.trace_id else ""
    return f"{words}: {row.last_error}{number}"


def is_turned(row: Outgoing) -> bool:
    """Held because the case went to the Warehouse."""
    came = row.payload.get("came")
    return isinstance(came, dict) and WAREHOUSE in came


def kind_name(kind: str) -> str:
    return str(_KINDS[Kind(kind)])


def voice(role: str) -> str:
    """Which voice draws an author of the chat; roles nobody knows speak as the platform."""
    return _AUTHORS[role][0] if role in _AUTHORS else "platform"


def author(role: str, login: str = "") -> str:
    """Over a message: the buyer's login, or the role that speaks."""
    if role == "BUYER" and login:
        return login
    return str(_AUTHORS[role][1]) if role in _AUTHORS else role or _("Marketplace")


def status(case: DeskCase | Listed) -> tuple[str, str]:
    """The status in words and its tag's kind; an unknown one as it came."""
    kind, state, tag = status_parts(get_language(), case.type, case.status)
    return f"{kind} · {state}", tag


@lru_cache(maxsize=512)
def status_parts(_language: str | None, case_type: str, status: str) -> tuple[str, str, str]:
    """The kind of case, its status in words, and the tag's kind; once for each language."""
    known = _STATUSES.get(status) or of_messages.STATUSES.get(status)
    kind = of_messages.kind(case_type)
    return kind, str(known[0]) if known else status, known[1] if known else "outline"


def about(reason: str, subject: str) -> str:
    """What the case is about: the reason in the reader's language where we know its code, else the server's words."""
    if reason in REASONS:
        return _reason(get_language(), reason)
    problem = of_messages.SUB_TYPES.get(reason)
    return str(problem) if problem else subject or reason or _("Case")


@lru_cache(maxsize=256)
def _reason(_language: str | None, reason: str) -> str:
    return reason_name(reason)


def clock_name(kind: str) -> str:
    if kind == DECISION:
        return _("Decide about the claim")
    if kind == RETURN_DECISION:
        return _("Decide about the return")
    if kind in RUNNING:
        return of_house.clock_name(kind)
    return timer_name(kind) if kind in TimerKind.__members__ else kind


def clock_then(kind: str) -> str:
    """What follows if nobody acts; empty for clocks we know nothing about."""
    if kind == DECISION:
        return _("You have 14 days. Without a decision the claim counts as accepted.")
    if kind == RETURN_DECISION:
        return _("Three days are advice: nothing follows if you miss them, but the claim cannot be decided before.")
    if kind in RUNNING:
        return of_house.clock_then()
    return timer_then(kind) if kind in TimerKind.__members__ else ""


def confirm_text() -> str:
    """S0-16: the request to confirm, ready to be edited."""
    return pgettext(
        "message to the buyer",
        "Hello, we believe the problem is solved. If you agree, please mark the Discussion as resolved. "
        "If anything is still open, write to us here.",
    )
