"""The rows of sales quality in the table of all addresses × all visitors (P-42)."""

from tests.security.verdicts import Row, api, program

ZGODA = "application/vnd.zgoda.v1+json"


def quality_api_rows() -> list[Row]:
    """Each seller's program reads its own; there is nothing in the address that could be somebody else's."""
    every = program(own=False)
    return [
        api("sale/quality", "GET", every),
        api("zgoda/v1/quality", "GET", every),
        api("zgoda/v1/quality/cases", "GET", every, query="fact=OPENED"),
    ]
