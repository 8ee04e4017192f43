"""Bodies of refusals: Allegro's envelope, and the OAuth form for a missing or dead token."""

import msgspec


class Error(msgspec.Struct, frozen=True, kw_only=True):
    """``message`` is for developers, in English; ``user_message`` is safe to show, in the reader's language."""

    code: str
    message: str = ""
    details: str | None = None
    path: str | None = None
    user_message: str = msgspec.field(name="userMessage", default="")
    metadata: dict[str, str] = msgspec.field(default_factory=dict)


class ErrorsHolder(msgspec.Struct, frozen=True, kw_only=True):
    errors: list[Error]


class AuthError(msgspec.Struct, frozen=True, kw_only=True):
    """Body of every 401."""

    error: str
    error_description: str


UNAUTHORIZED = AuthError(
    error="unauthorized", error_description="Full authentication is required to access this resource"
)
INVALID_TOKEN = AuthError(error="invalid_token", error_description="The access token is invalid or has expired")

ACCESS_DENIED = "AccessDenied"
NOT_FOUND = "NotFoundException"
ISSUE_NOT_FOUND = "POST_PURCHASE_ISSUE_NOT_FOUND"
THREAD_NOT_FOUND = "THREAD_NOT_FOUND"
THREAD_CLOSED = "THREAD_CLOSED"
MESSAGING_NOT_FOUND = "NOT_FOUND"
ORDER_NOT_FOUND = "ORDER-NOT-FOUND"
INVOICE_NOT_FOUND = "INVOICE-NOT-FOUND"
NOT_ACCEPTABLE = "NotAcceptableException"
UNSUPPORTED_MEDIA = "UNSUPPORTED_MIME_TYPE"
UNREADABLE_BODY = "HttpMessageNotReadableException"
WRONG_SHAPE = "JsonMappingException"
METHOD_NOT_ALLOWED = "HttpRequestMethodNotSupportedException"
VALIDATION = "VALIDATION_ERROR"
ATTACHMENT = "ATTACHMENT_ERROR"
ATTACHMENT_NOT_FOUND = "ATTACHMENT_NOT_FOUND"
TOO_MANY = "TOO_MANY_REQUESTS"
INTERNAL = "INTERNAL_SERVER_ERROR"
LENGTH_REQUIRED = "LENGTH_REQUIRED"
PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
USER_AGENT = "USER_AGENT_NOT_ALLOWED"
CONFLICT = "CONFLICT"
