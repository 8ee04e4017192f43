"""The table of all addresses × all visitors: who comes in, and what everybody else is told.

A row names for each method it serves who comes IN. Everybody else gets the row's kind of "no": a page says
"not found" to people and leads strangers to the sign-in page; the API says 401 without a token, 403 where the token
lacks the right as such, 404 where the thing is somebody else's. A route without a row fails the build.
"""

from uuid import uuid4

from tests.files.pictures import picture
from tests.security.automation_rows import automation_rows
from tests.security.claims_rows import claims_api_rows, claims_page_rows, claims_staff_rows
from tests.security.crm_rows import crm_rows
from tests.security.document_rows import desk_document_rows, document_rows
from tests.security.factor_rows import factor_rows
from tests.security.first_run_rows import first_run_rows
from tests.security.hotline_rows import hotline_rows, workspace_rows
from tests.security.house_rows import house_rows
from tests.security.letters_rows import letters_rows
from tests.security.message_rows import message_rows
from tests.security.messaging_rows import letters_and_parcels, messaging_rows, warehouse_messages
from tests.security.people_rows import people_rows
from tests.security.quality_rows import quality_api_rows, quality_page_rows
from tests.security.rating_rows import desk_rating_rows, ratings_api_rows, ratings_page_rows
from tests.security.sending_rows import sending_rows
from tests.security.verdicts import (
    Row,
    Told,
    Verdict,
    api,
    buyers_upload,
    fixed,
    nobody,
    page,
    partner,
    people,
    program,
    public,
    sandbox_only,
    sellers_page,
    signed_in,
)
from tests.security.warehouse_rows import workspace_rows_of_the_warehouse
from tests.security.work_rows import work_rows
from tests.security.world import World
from zgoda.domain.rule_sets import LAYERS

BETA, PUBLIC, ZGODA = (
    "application/vnd.allegro.beta.v1+json",
    "application/vnd.allegro.public.v1+json",
    "application/vnd.zgoda.v1+json",
)


STAFF = ("consultant", "joined_consultant", "moderator")
SHOP = ("owner", "agent", "read_only")
NOTHING: dict[str, object] = {
    "case_id": uuid4(),
    "message_id": uuid4(),
    "line_id": uuid4(),
    "file_id": uuid4(),
    "report_id": uuid4(),
    "issue_id": uuid4(),
    "form_id": uuid4(),
    "attachment_id": uuid4(),
    "seller_id": 999_999_999,
    "outgoing_id": uuid4(),
    "connection_id": 999_999_999,
    "number": 77,
    "client_id": uuid4().hex,
    "thread_id": "0" * 43,
}
_DESK_NOTHING = {**NOTHING, "case_id": 999_999_999, "message_id": 999_999_999}


def _ids(world: World) -> dict[str, object]:
    """The ids of the buyer's and the seller's own things at the centre."""
    return {
        "case_id": world.case.id,
        "issue_id": world.case.id,
        "line_id": world.free_line.id,
        "message_id": world.sellers_message.id,
        "file_id": world.file.id,
        "attachment_id": world.file.id,
        "report_id": world.report.id,
        "form_id": world.order.id,
        "seller_id": world.users["seller"].pk,
        "name": "resolve",
        "carrier_id": "INPOST",
        "client_id": world.program.client_id,
        "thread_id": world.letter.thread_id,
    }


def _desk_ids(world: World) -> dict[str, object]:
    """The ids of the shop's own things at the desk."""
    return {
        "case_id": world.desk_case.pk,
        "message_id": world.desk_message.pk,
        "number": 0,
        "outgoing_id": world.outgoing.pk,
        "connection_id": world.connection.pk,
    }


def _both_halves() -> list[Row]:
    """Signing in, language, consent: the same at the centre and at the desk."""
    return [
        row
        for half in ("centre", "desk")
        for row in (
            page(half, "sign-in", public, "GET POST PUT"),
            page(half, "sign-out", public, "GET POST"),
            page(half, "sign-up", public, "GET POST PUT DELETE"),
            page(half, "account/inactive", public),
            page(half, "account/confirm", signed_in, "GET POST PUT"),
            page(half, "account/password", signed_in, "GET POST PUT"),
            page(half, "account/sessions", signed_in, "GET POST PUT"),
            page(half, "account/password/first", signed_in, "GET POST PUT"),
            page(half, "password", public, "GET POST PUT"),
            page(half, "password/sent", public),
            page(half, "password/changed", public),
            page(
                half,
                r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
                public,
                "GET POST PUT DELETE",
                path="/password/1-never-given",
            ),
            *factor_rows(half),
            page(half, "consent", public, "GET POST"),
            page(half, "sandbox/sign-in", nobody, "POST"),
            page(half, "language", public, "POST"),
            page(half, "market", public, "POST", body=fixed({"market": "pl"})),
            page(half, "rules/<slug:market>", public, at=lambda world: {"market": "pl"}),
        )
    ]


def _live(verdict: Verdict) -> Verdict:
    """A part of a page that scripts ask for: a sign-in page in its place would be of no use."""
    return lambda who: Told.NO_TOKEN if verdict(who) is Told.SIGN_IN else verdict(who)


def _buyers() -> list[Row]:
    mine, any_buyer = people("buyer"), people("buyer", "other_buyer")
    own = {"at": _ids, "unknown": NOTHING}
    return [
        page("centre", "purchases", any_buyer),
        page("centre", "purchases/<uuid:line_id>/report", mine, "GET POST", **own),
        *letters_and_parcels(_ids, NOTHING),
        *ratings_page_rows(),
        *claims_page_rows(_live),
        page("centre", "discussions", any_buyer),
        page("centre", "discussions/<uuid:case_id>", mine, **own),
        page("centre", "discussions/<uuid:case_id>/live", _live(mine), **own),
        page("centre", "discussions/<uuid:case_id>/messages", mine, "POST", **own),
        page("centre", "discussions/<uuid:case_id>/messages/<uuid:message_id>/report", mine, "GET POST", **own),
        page("centre", "discussions/<uuid:case_id>/<slug:name>", mine, "GET POST", **own),
    ]


def _staff() -> list[Row]:
    staff, moderators = people(*STAFF), people("moderator")
    own = {"at": _ids, "unknown": NOTHING}
    logged = {**own, "logged": frozenset(STAFF)}
    return [
        *claims_staff_rows(),
        *quality_page_rows(),
        *warehouse_messages(),
        *workspace_rows_of_the_warehouse(),
        page("centre", "queue", staff),
        page("centre", "cases/<uuid:case_id>", staff, **logged),
        page("centre", "cases/<uuid:case_id>/write", staff, "POST", **own),
        page("centre", "cases/<uuid:case_id>/comment", staff, "POST", **own),
        page("centre", "cases/<uuid:case_id>/propose", people(*STAFF[:2]), "GET POST", **own),
        page(
            "centre",
            "cases/<uuid:case_id>/<slug:name>",
            people(*STAFF[:2]),
            "GET POST",
            at=lambda world: {**_ids(world), "name": "join"},
            unknown=NOTHING,
            logged=frozenset(STAFF[:2]),
        ),
        page("centre", "open-for-buyer", staff, query="q=buyer"),
        page("centre", "open-for-buyer/<uuid:line_id>", staff, "GET POST", **own),
        page("centre", "reports", moderators),
        page("centre", "reports/<uuid:report_id>", moderators, "GET POST", **own),
        page("centre", "sellers", moderators),
        page("centre", "sellers/<int:seller_id>", moderators, **own),
    ]


def _centre() -> list[Row]:
    return [
        page("centre", "", _home),
        page("centre", "files/<uuid:file_id>", _file, at=_ids, unknown=NOTHING),
        page("centre", "auth/oauth/authorize", public, "GET POST"),
        page("centre", "auth/oauth/token", public, "POST"),
        page("centre", "auth/oauth/device", partner, "POST"),
        page("centre", "skojarz-aplikacje", sellers_page, "GET POST"),
        page("centre", "auth/apps", people("seller", "other_seller"), "GET POST"),
        page("centre", "auth/apps/new", people("seller", "other_seller"), "GET POST"),
        page("centre", "auth/apps/<slug:client_id>", people("seller"), "GET POST", at=_ids, unknown=NOTHING),
        page("centre", "auth/apps/<slug:client_id>/secret", people("seller"), "POST", at=_ids, unknown=NOTHING),
        page("centre", "auth/apps/<slug:client_id>/delete", people("seller"), "GET POST", at=_ids, unknown=NOTHING),
        page("centre", "partners/carrier/events", partner, "POST"),
        page("centre", "partners/payments/events", partner, "POST"),
    ]


def _home(who: str) -> Told:
    """Every role with pages of its own is led to them; the others have none here."""
    at_home = ("buyer", "other_buyer", "seller", "other_seller", "hotline", "warehouse", "admin", *STAFF)
    return people(*at_home)(who)


def _file(who: str) -> Told:
    """P-04: parties and staff; the seller's own pages are at the desk, but its account is a party all the same."""
    return people("buyer", "seller", *STAFF)(who)


def _api() -> list[Row]:
    own, every = program(own=True), program(own=False)
    case = {"at": _ids, "unknown": NOTHING}
    beta, public_v1, ours = {"kind": BETA}, {"kind": PUBLIC}, {"kind": ZGODA}
    shipment = fixed({"carrierId": "INPOST", "waybill": "123456789012345678901234"})
    return [
        api("me", "GET", program(own=False)),
        api("sale/issues", "GET", every),
        api("sale/issues/attachments", "POST", every, body=fixed({"fileName": "a.png", "size": 3}), **beta),
        Row(
            "centre",
            "sale/issues/attachments/<str:attachment_id>",
            {"GET": _download, "PUT": buyers_upload},
            body=lambda world: picture("PNG"),
            kind="image/png",
            **case,  # type: ignore[arg-type]
        ),
        api("sale/issues/<str:issue_id>", "GET", own, **case),
        api("sale/issues/<str:issue_id>/chat", "GET", own, **case),
        api(
            "sale/issues/<str:issue_id>/message",
            "POST",
            own,
            body=fixed({"text": "x", "type": "REGULAR"}),
            **case,
            **beta,
        ),
        api("order/checkout-forms", "GET", every),
        api("order/checkout-forms/<str:form_id>", "GET", own, **case),
        api("order/checkout-forms/<str:form_id>/shipments", "GET POST", own, body=shipment, **case, **public_v1),
        api("order/events", "GET", every),
        api("order/event-stats", "GET", every),
        api("order/carriers", "GET", program(own=False, application=True, scope=False)),
        api(
            "order/carriers/<str:carrier_id>/tracking",
            "GET",
            program(own=False, application=True, scope=False),
            at=_ids,
            query="waybill=123",
        ),
        api("zgoda/v1/capabilities", "GET", public),
        api("zgoda/v1/faults", "GET PUT", sandbox_only, body=fixed({"on": True}), **ours),
        api("zgoda/v1/issues/<str:issue_id>", "GET", own, **case),
        api(
            "zgoda/v1/issues/<str:issue_id>/offers",
            "POST",
            own,
            body=fixed({"solution": "REFUND"}),
            **case,
            **ours,
        ),
        api(
            "zgoda/v1/issues/<str:issue_id>/reports",
            "POST",
            own,
            body=fixed({"messageId": str(uuid4()), "category": "THREAT"}),
            **case,
            **ours,
        ),
        api(
            "zgoda/v1/issues/<str:issue_id>/refund",
            "POST",
            own,
            body=fixed({"commandId": str(uuid4()), "amount": {"amount": "1.00", "currency": "PLN"}}),
            **case,
            **ours,
        ),
        api("zgoda/v1/issues/<str:issue_id>/handover", "POST", own, body=fixed({}), **case, **ours),
        api("zgoda/v1/issues/<str:issue_id>/carried-out", "POST", own, body=fixed({}), **case, **ours),
        api("zgoda/v1/issues/<str:issue_id>/forward", "POST", own, body=fixed({"note": "Lost."}), **case, **ours),
        *messaging_rows(_ids, NOTHING),
        *ratings_api_rows(),
        *document_rows(),
        *claims_api_rows(),
        *quality_api_rows(),
        Row(
            "centre",
            r"^(?:sale|order|messaging|payments|billing|me|users|zgoda/v1)(?:/.*)?$",
            {"GET": nobody, "POST": nobody, "PUT": nobody, "DELETE": nobody},
            path="/sale/disputes",
        ),
    ]


def _download(who: str) -> Told:
    """The parties of the case, of whom one brought the file."""
    return Told.IN if who == "buyers_token" else program(own=True)(who)


def _administration() -> list[Row]:
    admin = people("admin")
    rules = lambda world: {"code": "pl", "kind": "layer", "name": next(iter(LAYERS))}  # noqa: E731
    base = lambda world: {"code": "pl", "kind": "base"}  # noqa: E731
    year = lambda world: {"country": "PL", "year": 2026, "what": "add"}  # noqa: E731
    return [
        page("centre", "administration", admin),
        page("centre", "administration/rules", admin),
        page("centre", "administration/rules/<slug:code>", admin, at=rules),
        page("centre", "administration/rules/<slug:code>/<slug:kind>", admin, "GET POST", at=base),
        page("centre", "administration/rules/<slug:code>/<slug:kind>/<slug:name>", admin, "GET POST", at=rules),
        page("centre", "administration/calendars", admin),
        page("centre", "administration/calendars/<slug:country>/preview", admin, "GET POST", at=year),
        page("centre", "administration/calendars/<slug:country>/<int:year>", admin, at=year),
        page("centre", "administration/calendars/<slug:country>/<int:year>/<slug:what>", admin, "GET POST", at=year),
        page("centre", "administration/settings", admin),
        page("centre", "administration/clock", people(), "GET POST"),
        page("centre", "administration/faults", people(), "GET POST"),
        *letters_rows(),
        page("centre", "administration/log", admin),
        page("centre", "administration/verification", admin, "GET POST"),
    ]


def _desk() -> list[Row]:
    members, writers, connectors = people(*SHOP), people(*SHOP[:2]), people("owner")
    anybody_of_a_shop = people(*SHOP, "other_owner")
    own = {"at": _desk_ids, "unknown": _DESK_NOTHING}
    form = fixed({"form_token": "f-1", "text": "x", "do": "reply", "kind": "REGULAR", "what": "cancel"})
    return [
        page("desk", "", signed_in),
        page("desk", "list", anybody_of_a_shop),
        page("desk", "shop", anybody_of_a_shop, "POST"),
        page("desk", "cases/<int:case_id>", members, **own),
        page("desk", "cases/<int:case_id>/live", members, **own),
        page("desk", "cases/<int:case_id>/send", writers, "POST", body=form, **own),
        page("desk", "cases/<int:case_id>/by-hand", writers, "POST", body=form, **own),
        page("desk", "cases/<int:case_id>/refresh", members, "POST", **own),
        page("desk", "cases/<int:case_id>/outgoing/<uuid:outgoing_id>", writers, "POST", body=form, **own),
        page("desk", "cases/<int:case_id>/files/<int:message_id>/<int:number>", members, **own),
        *work_rows(_desk_ids, _DESK_NOTHING),
        *message_rows(_desk_ids, _DESK_NOTHING),
        *desk_rating_rows(),
        *desk_document_rows(),
        *people_rows(_desk_ids, _DESK_NOTHING),
        *sending_rows(_desk_ids, _DESK_NOTHING),
        *first_run_rows(_desk_ids, _DESK_NOTHING),
        *house_rows(_desk_ids, _DESK_NOTHING),
        *automation_rows(_desk_ids, _DESK_NOTHING),
        *crm_rows(_desk_ids, _DESK_NOTHING),
        page("desk", "record", anybody_of_a_shop),
        page("desk", "connections", anybody_of_a_shop),
        page("desk", "connections/new", people("owner", "other_owner"), "GET POST"),
        page("desk", "connections/return", people("owner", "other_owner")),
        page("desk", "connections/<int:connection_id>", members, **own),
        page(
            "desk",
            "connections/<int:connection_id>/do",
            connectors,
            "POST",
            body=fixed({"what": "pause"}),
            **own,
        ),
        page("desk", "connections/<int:connection_id>/consent", connectors, "POST", **own),
        page("desk", "connections/<int:connection_id>/device", connectors, "GET POST", **own),
        page("desk", "connections/<int:connection_id>/progress", members, **own),
        page("desk", "connections/<int:connection_id>/health", members, **own),
        page("desk", "connections/<int:connection_id>/health.json", connectors, **own),
        page("desk", "connections/<int:connection_id>/health/forget", connectors, "POST", **own),
    ]


ROWS: list[Row] = [
    *_both_halves(),
    *_buyers(),
    *_staff(),
    *_administration(),
    *_centre(),
    *hotline_rows(),
    *workspace_rows(_live),
    *_api(),
    *_desk(),
]
