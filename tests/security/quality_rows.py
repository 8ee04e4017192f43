"""The rows of sales quality in the table of all addresses × all visitors (P-42)."""

from tests.security.verdicts import Row, api, page, people, program

ZGODA = "application/vnd.zgoda.v1+json"


def quality_api_rows() -> list[Row]:
    """Each seller's program reads its own; there is nothing in the address that could be somebody else's."""
    every = program(own=False)
    return [
        api("sale/quality", "GET", every),
        api("zgoda/v1/quality", "GET", every),
        api("zgoda/v1/quality/cases", "GET", every, query="fact=OPENED"),
    ]


def quality_page_rows() -> list[Row]:
    """Moderators and administrators read everybody's, the Warehouse its own part, a shop's members their own."""
    readers = people("moderator", "admin")
    seller = {
        "at": lambda world: {"seller_id": world.case.purchase.seller_id},
        "unknown": {"seller_id": 999_999_999},
    }
    return [
        page("centre", "quality", readers),
        page("centre", "quality/sellers/<int:seller_id>", readers, **seller),
        page("centre", "quality/sellers/<int:seller_id>/cases", readers, **seller),
        page("centre", "quality/warehouse", people("moderator", "admin", "warehouse")),
        page("desk", "sales-quality", people("owner", "agent", "read_only", "other_owner")),
    ]
