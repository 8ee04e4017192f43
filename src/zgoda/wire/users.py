"""``/me``: whose token it is."""

import msgspec


class MarketplaceId(msgspec.Struct, frozen=True):
    id: str


class Company(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    name: str | None = None
    tax_id: str | None = None


ONE_FULFILLMENT = "ONE_FULFILLMENT"
"""A feature of an account that the platform's warehouse serves."""


class Me(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """``features`` are such as `ONE_FULFILLMENT`."""

    id: str
    login: str
    email: str
    base_marketplace: MarketplaceId
    first_name: str | None = None
    last_name: str | None = None
    company: Company | None = None
    features: list[str] = []
