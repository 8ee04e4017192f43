"""Refusals as the API answers them: a status and Allegro's error envelope, with words for the user.

A ``Problem`` is raised by handlers of the API only; the framework turns it into an answer. Words are lazy, so
that they come out in the language of the request that is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zgoda.wire import errors, limits
from zgoda.wire.paging import BadPage

Words = str | Promise


@dataclass
class Problem(Exception):
    """``message`` is for developers, in English; ``words`` are shown to people."""

    status: int
    code: str
    words: Words
    message: str = ""
    details: str | None = None
    path: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def envelope(self) -> errors.ErrorsHolder:
        """The body; call it under the reader's language."""
        error = errors.Error(
            code=self.code,
            message=self.message,
            details=self.details,
            path=self.path,
            user_message=str(self.words),
        )
        return errors.ErrorsHolder(errors=[error])


@dataclass
class Unauthorized(Exception):
    """401, which has a body of its own form."""

    body: errors.AuthError


def access_denied() -> Problem:
    """403: the token lacks the scope, or is an application's where a user's is needed."""
    return Problem(
        403, errors.ACCESS_DENIED, _("Access denied. Contact the author of the application."), "Access is denied"
    )


def feature_unavailable() -> Problem:
    """404 for addresses that do not exist or were removed, such as ``/sale/disputes``."""
    return Problem(
        404, errors.NOT_FOUND, _("Feature unavailable. Contact the application author."), "Resource not found"
    )


def not_found(words: Words, code: str = errors.NOT_FOUND) -> Problem:
    """404, also for what exists but belongs to someone else."""
    return Problem(404, code, words)


def not_acceptable() -> Problem:
    """406: no version of the answer fits the ``Accept`` header."""
    return Problem(
        406,
        errors.NOT_ACCEPTABLE,
        _("The application asked for a form of the answer that does not exist here."),
        "Not acceptable representation requested. Please check 'Accept' request header",
    )


def unsupported_media(path: str = "header.content-type") -> Problem:
    """415: the body's type is not taken here."""
    return Problem(
        415,
        errors.UNSUPPORTED_MEDIA,
        _("This file format is not supported."),
        "Unsupported media type. Please check 'Content-Type' request header",
        path=path,
    )


def too_large(largest: int) -> Problem:
    """413: more bytes than this address takes."""
    return Problem(
        413,
        errors.PAYLOAD_TOO_LARGE,
        _("The file or message is too large."),
        f"The body exceeds {largest} bytes",
    )


def length_required() -> Problem:
    """411: the server cannot tell where the body ends."""
    return Problem(
        411,
        errors.LENGTH_REQUIRED,
        _("The application sent a file without saying how large it is."),
        "Content-Length is required",
        path="header.content-length",
    )


def broken_off() -> Problem:
    """400: fewer bytes came than were announced; nothing was kept."""
    return Problem(
        400,
        errors.UNREADABLE_BODY,
        _("The transfer broke off. Try again."),
        "The request body ended before Content-Length",
    )


def invalid(path: str | None, words: Words, value: object = None, code: str = errors.VALIDATION) -> Problem:
    """422: a parameter or field is wrong; ``value`` is echoed in ``details``."""
    shown = None if value is None else f"Invalid value: {str(value)[:200]}"
    return Problem(422, code, words, "Validation failed", details=shown, path=path)


def bad_page(bad: BadPage) -> Problem:
    """422 for ``limit`` or ``offset``."""
    return invalid(bad.path, _("The requested page of the list does not exist."), bad.value)


def unreadable_body(detail: str) -> Problem:
    """400: the body is no JSON."""
    return Problem(400, errors.UNREADABLE_BODY, _("The application sent a message that cannot be read."), detail[:300])


def wrong_shape(detail: str, path: str | None) -> Problem:
    """400: JSON of another shape than the one documented."""
    return Problem(
        400, errors.WRONG_SHAPE, _("The application sent incomplete or wrong data."), detail[:300], path=path
    )


def allowed(methods: Iterable[str]) -> str:
    """The methods of an address as the header ``Allow`` names them; whoever may GET may also ask by HEAD."""
    offered = {*methods, "OPTIONS"}
    return ", ".join(sorted(offered | {"HEAD"} if "GET" in offered else offered))


def method_not_allowed(methods: Iterable[str]) -> Problem:
    """405, naming the methods there are."""
    return Problem(
        405,
        errors.METHOD_NOT_ALLOWED,
        _("This operation is not available here."),
        "Request method is not supported",
        headers={"Allow": allowed(methods)},
    )


def conflict(words: Words, message: str = "", code: str = errors.CONFLICT) -> Problem:
    """409: the thing's state forbids it now."""
    return Problem(409, code, words, message)


def too_many_requests(seconds: int) -> Problem:
    """429 with the time to wait."""
    return Problem(
        429,
        errors.TOO_MANY,
        _("The maximum number of queries has been exceeded. Try again in a few moments."),
        "Too Many Requests.",
        headers={"Retry-After": str(seconds)},
    )


def agent_refused() -> Problem:
    """403 under the enforced rule on ``User-Agent``."""
    return Problem(
        403,
        errors.USER_AGENT,
        _("The application does not say who it is. Contact its author."),
        "User-Agent must have the form 'AppName/1.2.3 (+https://example.com/app-info)' with the registered name",
        path="header.user-agent",
    )


def internal_error() -> Problem:
    """500; what happened stands in the log under the trace id."""
    return Problem(
        500,
        errors.INTERNAL,
        _("Internal server error. Try again in a few minutes."),
        "Internal server error.",
    )


def name_too_long() -> Problem:
    """422 for a file name beyond the limit or without an extension."""
    return invalid(
        "fileName",
        _("The file name must have an extension and at most %(count)d characters.") % {"count": limits.FILE_NAME},
    )
