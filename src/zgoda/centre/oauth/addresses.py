"""The addresses consent may return to: which ones an application may register."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from zgoda.centre.oauth.parameters import fit

MOST = 10
LONGEST = 500
ON_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
_PLAIN = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)
"""A host and perhaps a port. The seller reads it on the page of consent, and it stands in that page's security
policy: no name before an ``@``, no mark that would mean something there."""


def fault(addresses: list[str]) -> str:
    """What is wrong with the list, in a sentence; empty when nothing is."""
    if len(addresses) > MOST:
        return _("At most ten addresses.")
    wrong = [address for address in addresses if not _may_return_to(address)]
    return _("%(address)s is not an https address without a fragment.") % {"address": wrong[0]} if wrong else ""


def _may_return_to(address: str) -> bool:
    """A full https address; plain http only for a program on the person's own machine, or in a sandbox."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if not (fit(address) and _PLAIN.fullmatch(parts.netloc)) or "#" in address or len(address) > LONGEST:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and (parts.hostname in ON_THIS_MACHINE or bool(settings.SANDBOX))
    )
