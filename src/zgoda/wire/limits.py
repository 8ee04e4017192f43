"""Sizes and rates the protocol states. Bytes, characters, requests."""

MESSAGE_TEXT = 20_000
"""Characters of a message in an issue's chat."""

ATTACHMENT_BYTES = 2 * 1024 * 1024
"""Largest attachment of an issue through the API; web forms take more."""

WEB_ATTACHMENT_BYTES = 5 * 1024 * 1024
"""Largest attachment of a dispute through the web forms."""

WEB_CLAIM_ATTACHMENT_BYTES = 6 * 1024 * 1024
"""Largest attachment of a claim through the web forms."""

FILE_NAME = 255
"""Characters of an attachment's name, extension included (without one the platform cannot process it)."""

ATTACHMENT_TYPES = frozenset({"image/png", "image/gif", "image/bmp", "image/tiff", "image/jpeg", "application/pdf"})

JSON_BODY_BYTES = 512 * 1024
"""Largest JSON body the server reads: five times the longest possible message, escaped."""

WAYBILL = 64
CARRIER_NAME = 30
TRACKING_WAYBILLS = 20

ISSUES_DEFAULT, ISSUES_MAX = 10, 100
CHAT_DEFAULT, CHAT_MAX = 10, 100
FORMS_DEFAULT, FORMS_MAX = 100, 100
EVENTS_DEFAULT, EVENTS_MAX = 100, 1000
EVENTS_KEPT_DAYS = 60

REQUESTS_PER_MINUTE = 9000
"""Per client id; on breach the client id is refused for one minute."""

BLOCK_SECONDS = 60

ORDER_REQUESTS_PER_SECOND = 50
"""Of each of the resources of carriers and shipments, per client id and user."""
