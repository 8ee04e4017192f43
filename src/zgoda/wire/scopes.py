"""OAuth scopes as the protocol names them."""

from enum import StrEnum


class Scope(StrEnum):
    DISPUTES = "allegro:api:disputes"
    MESSAGING = "allegro:api:messaging"
    ORDERS_READ = "allegro:api:orders:read"
    ORDERS_WRITE = "allegro:api:orders:write"
    PAYMENTS_READ = "allegro:api:payments:read"
    PAYMENTS_WRITE = "allegro:api:payments:write"
    RATINGS = "allegro:api:ratings"
    PROFILE_READ = "allegro:api:profile:read"
    PROFILE_WRITE = "allegro:api:profile:write"
    BILLING_READ = "allegro:api:billing:read"
    OFFERS_READ = "allegro:api:sale:offers:read"
    OFFERS_WRITE = "allegro:api:sale:offers:write"
    SETTINGS_READ = "allegro:api:sale:settings:read"
    SETTINGS_WRITE = "allegro:api:sale:settings:write"
    SHIPMENTS_READ = "allegro:api:shipments:read"
    SHIPMENTS_WRITE = "allegro:api:shipments:write"
    BIDS = "allegro:api:bids"
    CAMPAIGNS = "allegro:api:campaigns"
    FULFILLMENT_READ = "allegro:api:fulfillment:read"
    FULFILLMENT_WRITE = "allegro:api:fulfillment:write"
    AFFILIATE_READ = "allegro:api:affiliate:read"
