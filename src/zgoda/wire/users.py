"""``/me``: whose token it is."""

import msgspec


class MarketplaceId(msgspec.Struct, frozen=True):
    id: str


class Company(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    name: str | None = None
    tax_id: str | None = None


class Me(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """``features``: ONE_FULFILLMENT where the platform's warehouse serves the seller."""

    id: str
    login: str
    email: str
    base_marketplace: MarketplaceId
    first_name: str | None = None
    last_name: str | None = None
    company: Company | None = None
    features: list[str] = []
