"""The rows of the hotline in the table of all addresses × all visitors."""

from collections.abc import Callable
from uuid import uuid4

from tests.security.verdicts import Row, Told, Verdict, api, fixed, page, partner, people, program, public
from zgoda.centre.hotline.models import Transfer

ZGODA = "application/vnd.zgoda.v1+json"
_OFFER = {"market_code": "pl", "offer_id": "1"}
_NO_OFFER: dict[str, object] = {"offer_id": "2"}


def workspace_rows(live: Callable[[Verdict], Verdict]) -> list[Row]:
    """The agents' own pages; every agent takes over what a colleague began."""
    agents = people("hotline")
    call = {"at": lambda world: _call(), "unknown": {"call_id": uuid4(), "transfer_id": uuid4()}}
    pages = [
        page("centre", "hotline", agents),
        page("centre", "hotline/new", agents, query="q=%2B48500600700"),
        page("centre", "hotline/new/call", agents, "GET POST"),
        page("centre", "hotline/calls/<uuid:call_id>", agents, **call),
        page("centre", "hotline/calls/<uuid:call_id>/live", live(agents), **call),
        page(
            "centre",
            "hotline/calls/<uuid:call_id>/transfers/<uuid:transfer_id>",
            agents,
            "POST",
            body=fixed({"state": "BUSY"}),
            **call,
        ),
    ]
    acts = ("notes", "transfer", "number", "thread", "end")
    return pages + [page("centre", f"hotline/calls/<uuid:call_id>/{act}", agents, "POST", **call) for act in acts]


def _call() -> dict[str, object]:
    row = Transfer.objects.get(state="RINGING")
    return {"call_id": row.call_id, "transfer_id": row.id}


def hotline_rows() -> list[Row]:
    """What everybody may see of an offer, and what the exchange and sellers' programs say."""
    offer = {"at": lambda world: _OFFER, "unknown": _NO_OFFER}
    return [
        page("centre", "about-seller/<slug:market_code>/<str:offer_id>", public, **offer),
        page("centre", "about-seller/<slug:market_code>/<str:offer_id>/fragment", public, **offer),
        api("zgoda/v1/offers/<str:offer_id>/contact", "GET", public, query="marketplace=pl", **offer),
        api(
            "zgoda/v1/seller-contact", "GET PUT", _sellers_program, body=fixed({"phone": "+48 1 234 5678"}), kind=ZGODA
        ),
        page(
            "desk",
            "connections/<int:connection_id>/contact",
            people("owner"),
            "GET POST",
            at=lambda world: {"connection_id": world.connection.pk},
            unknown={"connection_id": 999_999_999},
        ),
        page("centre", "partners/telephony/events", partner, "POST"),
        page("centre", "administration/hotline", people("admin")),
        page(
            "centre", "administration/hotline/<slug:code>", people("admin"), "GET POST", at=lambda world: {"code": "pl"}
        ),
    ]


def _sellers_program(who: str) -> Told:
    """A buyer has no details of this kind, whatever its program may."""
    return Told.DENIED if who == "buyers_token" else program(own=False)(who)
