"""`zgoda up --sample` beyond the centre's own data: the sample seller's desk, connected over real HTTP.

Runs as ``python -m zgoda.cli.sample load|connect``; both may be run again at any time.
"""

import os
import re
import sys
import time
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from zgoda.desk.store.models import Shop

SELLER = "Ceramika-Bory"
AGENTS = (("ola", "ola@desk.example", "OWNER"), ("piotr", "piotr@desk.example", "AGENT"))
PASSWORD = "zgoda"  # noqa: S105 - the sample people's, sandbox only
CONSENT_SECONDS = 120


def load() -> int:
    """The centre's marketplace and the desk's people."""
    from zgoda.centre.sample.loader import load_sample
    from zgoda.engine import clock

    load_sample(clock.now())
    _people_of_the_desk()
    return 0


def connect() -> int:
    """Connect the sample seller by the device flow, as a person would: ask at the desk, agree at the centre."""
    from django.conf import settings

    from zgoda.desk.allegro.roots import single_host
    from zgoda.desk.cases import connecting
    from zgoda.desk.first_run import sample
    from zgoda.desk.store.models import Connection

    shop = _people_of_the_desk()
    if sample.is_unwanted(shop):
        return 0
    roots = single_host(settings.CENTRE_URL)
    known = Connection.objects.filter(shop=shop, login=SELLER).first()
    if known is not None:
        connecting.move_to(known, roots)
        sample.mark(known)
        if known.state != "NEEDS_CONSENT":
            return 0
    back = f"{settings.DESK_URL}/connections/return"
    client_id, client_secret = _register_application(back)
    draft = connecting.draft(
        shop, name=SELLER, roots=roots, client_id=client_id, client_secret=client_secret, redirect_uri=back
    )
    waiting = connecting.start_device(draft)
    _agree_at_the_centre(settings.CENTRE_URL, waiting.user_code)
    deadline = time.monotonic() + CONSENT_SECONDS
    while time.monotonic() < deadline:
        connected = connecting.finish_device(draft, waiting)
        if connected is not None:
            connecting.arm(connected)
            sample.mark(connected)
            return 0
        time.sleep(waiting.interval)
    draft.delete()
    return 1


def _people_of_the_desk() -> "Shop":
    from zgoda.accounts.models import User
    from zgoda.desk.store.models import Member, Shop

    shop, _ = Shop.objects.get_or_create(name="Ceramika Bory")
    for login, email, role in AGENTS:
        user, created = User.objects.get_or_create(
            username=login, defaults={"email": email, "language": "pl", "sample": True}
        )
        if created:
            user.set_password(PASSWORD)
            user.save()
        Member.objects.get_or_create(user=user, shop=shop, defaults={"role": role})
    return shop


def _register_application(back: str) -> tuple[str, str]:
    """``back``: where the centre sends the browser after a consent, also when it is given again later."""
    from zgoda.centre.oauth.registry import register_client

    return register_client("Zgoda", [back])


def _agree_at_the_centre(centre_url: str, user_code: str) -> None:
    """Sign in as the seller and approve the code, through the centre's own pages."""
    import httpx2

    with httpx2.Client(base_url=centre_url, follow_redirects=True, timeout=60) as browser:
        page = browser.get("/sign-in")
        browser.post("/sign-in", data=_form(page.text, login=SELLER, password=PASSWORD), headers=_from(centre_url))
        page = browser.get("/skojarz-aplikacje", params={"code": user_code})
        page = browser.post("/skojarz-aplikacje", data=_form(page.text, code=user_code), headers=_from(centre_url))
        approval = _form(page.text, code=user_code, decision="approve")
        browser.post("/skojarz-aplikacje", data=approval, headers=_from(centre_url)).raise_for_status()


def _form(html: str, **fields: str) -> dict[str, str]:
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    return {"csrfmiddlewaretoken": token.group(1) if token else "", **fields}


def _from(origin: str) -> dict[str, str]:
    return {"Referer": f"{origin}/", "Origin": origin}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgoda.settings")
    django.setup()
    sys.exit({"load": load, "connect": connect}[sys.argv[1]]())
