"""Sales quality as the server has it, and what some servers add: the figures and the cases behind them."""

from zgoda.desk.allegro.client import Client
from zgoda.wire import own
from zgoda.wire.media import PUBLIC_V1, ZGODA_V1

QUALITY = "quality"
"""The name of the addition in a capability document."""

MOST_PAGES = 5
PAGE = 100

Document = dict[str, object]


def sale_quality(client: Client) -> list[object]:
    """Up to thirty days, as they came."""
    document = client.read("/sale/quality", accept=PUBLIC_V1).document
    days = document.get("quality") if isinstance(document, dict) else None
    return days if isinstance(days, list) else []


def figures(client: Client) -> Document | None:
    """The three columns, the days, and what runs; as it came."""
    document = client.read(f"{own.PREFIX}/quality", accept=ZGODA_V1).document
    return document if isinstance(document, dict) else None


def counted(client: Client) -> list[object]:
    """The Discussions behind the answers, the newest first, as many as ``MOST_PAGES`` hold."""
    found: list[object] = []
    params: dict[str, str | int | list[str]] = {"fact": "DISCUSSION_ANSWERS", "limit": PAGE}
    for _ in range(MOST_PAGES):
        document = client.read(f"{own.PREFIX}/quality/cases", params, accept=ZGODA_V1).document
        cases = document.get("cases") if isinstance(document, dict) else None
        found += cases if isinstance(cases, list) else []
        following = document.get("nextPage") if isinstance(document, dict) else None
        if not isinstance(following, dict) or not following.get("id"):
            break
        params = {**params, "page.id": str(following["id"])}
    return found
