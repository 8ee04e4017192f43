"""The three roots of a server that speaks the protocol: API, sign-in, upload. One base address is not enough."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Roots:
    """Addresses without a trailing slash."""

    api: str
    auth: str
    upload: str

    @property
    def authorize(self) -> str:
        """Where a person gives consent."""
        return f"{self.auth}/auth/oauth/authorize"

    @property
    def token(self) -> str:
        """Where codes and refresh tokens become tokens."""
        return f"{self.auth}/auth/oauth/token"

    @property
    def device(self) -> str:
        """Where the device flow starts."""
        return f"{self.auth}/auth/oauth/device"


PRODUCTION = Roots("https://api.allegro.pl", "https://allegro.pl", "https://upload.allegro.pl")
ALLEGRO_SANDBOX = Roots(
    "https://api.allegro.pl.allegrosandbox.pl",
    "https://allegro.pl.allegrosandbox.pl",
    "https://upload.allegro.pl.allegrosandbox.pl",
)


def single_host(url: str) -> Roots:
    """A server with all three under one address, such as a local centre."""
    bare = url.rstrip("/")
    return Roots(bare, bare, bare)


def is_trusted(url: str, roots: Roots) -> bool:
    """Whether a bearer token may be sent to an absolute address from an answer: same scheme and host as a root.

    ``Location`` and ``attachments[].url`` are absolute; a token must not follow them to a stranger.
    """
    try:
        wanted = urlsplit(url)
    except ValueError:
        return False
    return any(
        (wanted.scheme, wanted.netloc) == (root.scheme, root.netloc)
        for root in map(urlsplit, (roots.api, roots.upload))
    )


_LISTINGS = {
    "pl": "https://allegro.pl/oferta/",
    "cz": "https://allegro.cz/nabidka/",
    "sk": "https://allegro.sk/ponuka/",
    "hu": "https://allegro.hu/ajanlat/",
}


def listing_link(roots: Roots, offer_id: str, market: str) -> str:
    """S3-35: the offer's page at the marketplace; empty where no such page is known."""
    if not offer_id or roots not in (PRODUCTION, ALLEGRO_SANDBOX):
        return ""
    if roots == ALLEGRO_SANDBOX:
        return f"{roots.auth}/oferta/{quote(offer_id, safe='')}"
    return f"{_LISTINGS.get(market, _LISTINGS['pl'])}{quote(offer_id, safe='')}"


_PANELS = {"": "discussions-with-buyers", "DISPUTE": "discussions-with-buyers", "CLAIM": "claims"}


def panel_link(roots: Roots, remote_id: str, case_type: str, user_id: str) -> str:
    """S3-33: the case's page in the seller's own panel, for steps the protocol lacks; empty where no panel is known."""
    if roots not in (PRODUCTION, ALLEGRO_SANDBOX):
        return ""
    page = _PANELS.get(case_type)
    if page is None:
        return ""
    host = urlsplit(roots.auth).netloc.replace("allegro.pl", "salescenter.allegro.com", 1)
    return f"https://{host}/{page}/{remote_id}?sellerId={user_id}"
