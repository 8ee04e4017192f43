"""``page.id``: the opaque token of the next page. It names the last record of a page, so that what comes or moves
meanwhile shifts nothing."""

import base64
import binascii


def page_token(*position: object) -> str:
    """Texts without a line break; looks like base64, as the platform's tokens do."""
    return base64.urlsafe_b64encode("\n".join(map(str, position)).encode()).decode()


def read_token(token: str) -> tuple[str, ...] | None:
    """What ``page_token`` was given; None for anything else."""
    try:
        return tuple(base64.b64decode(token, altchars=b"-_", validate=True).decode().split("\n"))
    except (binascii.Error, ValueError):
        return None
