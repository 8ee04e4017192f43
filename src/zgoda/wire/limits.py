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

INVOICE_BYTES = 3 * 1024 * 1024
"""Largest file of an order's sales document."""

INVOICE_TYPES = frozenset({"application/pdf"})

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

MESSAGING_TEXT = 2_000
"""Characters of a message in the Message Center."""

MESSAGING_ATTACHMENT_BYTES = 5 * 1024 * 1024
MESSAGING_PAGE = 20
"""Default and largest number of threads or messages on a page."""

THREADS_DEEPEST, MESSAGES_DEEPEST = 15_000_000, 15_000
"""Largest ``offset`` of the two lists in public.v1."""

SENDS_PER_SECOND = 1
"""Of the two addresses that send a message in the Message Center, per user."""

MESSAGING_KEPT_DAYS = 183
"""Six months: how long messages and attachments can be read through the API."""

RETURNS_DEFAULT, RETURNS_MAX = 100, 1000
RETURN_REQUESTS_PER_SECOND = 25
"""Of the list of customer returns, per user."""

RETURN_REJECTION = 250
"""Characters of a rejection's reason."""

RATINGS_DEFAULT, RATINGS_MAX = 20, 100
RATINGS_DEEPEST = 20_000
"""Largest ``offset`` of the list of ratings."""

RATING_TEXT = 500
"""Characters of an answer to a rating, and of a request to remove one."""
