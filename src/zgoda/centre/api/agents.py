"""Allegro's rule on ``User-Agent`` (§3.6 of its reference): ``AppName/1.2.3 (+https://example.com/app-info)``, where
``AppName`` is the registered name of the very application whose token it is, blanks written as hyphens.

No refusal per request is documented, so by default we only note it; an installation may switch it off or enforce.
"""

import logging
import re

from django.conf import settings

from zgoda.centre.api import problems

log = logging.getLogger(__name__)
_FORM = re.compile(r"([^\s/()]+)/v?\d[\w.+-]* \(\+https?://[^\s()]+\).*")


def names_itself(user_agent: str, program: str) -> bool:
    """Whether the header has the demanded form and begins with the registered name."""
    found = _FORM.fullmatch(user_agent)
    return found is not None and found[1].casefold() == "-".join(program.split()).casefold()


def check_agent(user_agent: str, client_id: str, program: str) -> None:
    """Raises the refusal where the rule is enforced; notes it where it is a warning."""
    if settings.API_USER_AGENT_RULE == "off" or names_itself(user_agent, program):
        return
    if settings.API_USER_AGENT_RULE == "enforce":
        raise problems.agent_refused()
    log.info("client without a proper User-Agent", extra={"client_id": client_id})
