"""The form under a conversation: one mode at a time, each with what it needs to be filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zgoda.desk.allegro import endpoints
from zgoda.desk.allegro.failures import CallFailed
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.crm.web import replying
from zgoda.desk.messages import writing
from zgoda.desk.messages.web import answers
from zgoda.desk.messages.writing import Limits
from zgoda.desk.store.models import Connection, Kind
from zgoda.desk.web import claim_forms, clock_board, offers, permitted
from zgoda.desk.web.claim_forms import ClaimForm
from zgoda.desk.work import colleagues
from zgoda.domain.discussion import ReportCategory
from zgoda.domain.expectation import Solution
from zgoda.look.words import times
from zgoda.look.words.solutions import solution_name
from zgoda.look.words.statuses import category_name
from zgoda.wire.limits import ATTACHMENT_TYPES

CARRIERS_SECONDS = 24 * 3600
CARRIERS_AGAIN = 120
"""So long a server that gave no carriers is not asked again by every look at the form."""

OTHER = "OTHER"
"""The protocol's carrier for all that it does not list; its name is given beside it."""
KINDS = {
    "offer": Kind.OFFER,
    "handover": Kind.HANDOVER,
    "refund": Kind.REFUND,
    "report": Kind.REPORT,
    "done": Kind.CARRIED_OUT,
    "forward": Kind.FORWARD,
    "warehouse": Kind.TO_WAREHOUSE,
    permitted.HANDED_BACK: Kind.TO_WAREHOUSE,
}
TABS = ("reply", "return", "verdict", "offer", "confirm", "tracking", "refund", "warehouse")


@dataclass(frozen=True, slots=True)
class Composer:
    """``why_not`` closes the form with a sentence; ``by_hand`` turns it into a guided step at the marketplace.
    ``closure`` is what goes with the request to confirm; empty where the buyer cannot be asked now. ``people`` are the
    logins that a comment can mention."""

    mode: str
    tabs: list[tuple[str, str, str, bool]]
    values: Mapping[str, str]
    why_not: str = ""
    by_hand: str = ""
    options: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    choices: list[dict[str, str]] = field(default_factory=list)
    quoted: str = ""
    closure: str = ""
    currency: str = ""
    left: int | None = None
    claim: ClaimForm | None = None
    most: Limits = writing.OF_ISSUES
    accept: str = ",".join(sorted(ATTACHMENT_TYPES))
    people: tuple[str, ...] = ()


def composer(page: CasePage, mode: str, values: Mapping[str, str], *, may_write: bool) -> Composer:
    """The form for the mode, with the values typed so far."""
    if not may_write:
        return Composer(
            mode, [], {}, why_not=_("You can read here. To write to buyers, ask the owner for another role.")
        )
    mode = mode or _first(page)
    act = next((one for one in permitted.ACTS if one.mode == mode), None)
    missing = permitted.is_by_hand(page, mode)
    why_not = permitted.why_not(page, act) if act else ""
    if mode == "forward" and not missing:
        why_not = answers.why_not(page.case, values.get("message", ""))
    money, claim = offers.order_money(page), claim_forms.form(page, mode)
    return Composer(
        mode=mode,
        tabs=_tabs(page, mode),
        most=writing.limits_of(page.case),
        values={**_defaults(page, mode), **(claim.defaults if claim else {}), **values},
        why_not=_("This has no place in this case.") if why_not is None else why_not,
        by_hand=KINDS[mode].value if missing else "",
        options={} if missing else _options(page, mode),
        choices=_choices(mode),
        closure=replying.closure_message(page.case) if mode == "reply" and _may_ask(page) else "",
        quoted=_quoted(page, values.get("message", "")),
        currency=money.paid.currency if money else "",
        left=money.refundable.minor if money else None,
        claim=claim,
        people=_people(page) if mode == permitted.COMMENT else (),
    )


def carriers(connection: Connection) -> list[tuple[str, str]]:
    """The server's carriers, asked for once a day, "another" at the end; it alone while the server does not answer."""
    key = f"desk-carriers-{connection.pk}"
    known: list[tuple[str, str]] | None = cache.get(key)
    if known is None:
        try:
            seen = endpoints.carriers(client_for(connection, Lane.SCREEN))
        except CallFailed:
            seen = ()
        known = [(one.id, one.name or one.id) for one in seen if one.id != OTHER]
        cache.set(key, known, CARRIERS_SECONDS if known else CARRIERS_AGAIN)
    return [*known, (OTHER, _("another carrier"))]


def _tabs(page: CasePage, mode: str) -> list[tuple[str, str, str, bool]]:
    """Mode, label, key, whether shown now; only what has a place in this case."""
    acts = [act for act in permitted.ACTS if act.mode in TABS or act.mode == mode]
    named = permitted.labels(get_language())
    tabs = [
        (act.mode, named[act.mode], act.key, act.mode == mode)
        for act in acts
        if act.mode in {"reply", mode} or permitted.why_not(page, act) == ""
    ]
    comment = (permitted.COMMENT, _("Comment"), "C", mode == permitted.COMMENT)
    return [*tabs[:1], comment, *tabs[1:]]


def _first(page: CasePage) -> str:
    """S3-40: after the end the box opens for a comment, since nothing else can be added."""
    return permitted.COMMENT if page.case.ended and permitted.why_not(page, permitted.ACTS[0]) else "reply"


def _may_ask(page: CasePage) -> bool:
    return permitted.why_not(page, next(act for act in permitted.ACTS if act.mode == "confirm")) == ""


def _defaults(page: CasePage, mode: str) -> dict[str, str]:
    """What a fresh form holds: the closing message, the whole refundable amount, the present time at the server."""
    fresh = {"text": "", "amount": "", "share": "", "waybill": "", "carrier": "", "carrier_name": ""}
    if mode == "confirm":
        return fresh | {"text": replying.closure_message(page.case)}
    if mode == "refund":
        money = offers.order_money(page)
        return fresh | {"amount": times.amount(money.refundable.minor) if money else ""}
    return fresh | {"at": clock_board.today_in(page)} if mode == "handover" else fresh


def _options(page: CasePage, mode: str) -> dict[str, list[tuple[str, str]]]:
    if mode == "tracking":
        return {"carrier": carriers(page.case.connection)}
    if mode == "forward":
        return {"topic": answers.topics()}
    return {"share": offers.share_choices()} if mode == "offer" else {}


def _choices(mode: str) -> list[dict[str, str]]:
    if mode == "offer":
        return [{"value": one.value, "label": solution_name(one)} for one in Solution]
    if mode == "report":
        return [{"value": one.value, "label": category_name(one)} for one in ReportCategory]
    return []


def _people(page: CasePage) -> tuple[str, ...]:
    return tuple(one.name for one in colleagues.of_shop(page.case.shop_id).values())


def _quoted(page: CasePage, message_id: str) -> str:
    """The beginning of the message that is about to be reported."""
    found = next((one.text for one in page.messages if one.remote_id == message_id), "") if message_id else ""
    return f"{found[:200]}…" if len(found) > 200 else found
