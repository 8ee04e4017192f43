"""The examples of docs/api.md are replayed in their order; each answer must be the one that is printed.

A printed text that ends in ``…`` stands for any that begins so, a last ``"…"`` of a list for more entries, a field
``"…"`` for more fields. Ids that the server makes are learned from the first answer that shows them.
"""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.centre import stage
from tests.centre.api.conftest import ZGODA, Program, token_for
from tests.centre.claims.acts import filing
from tests.centre.messaging.people import begun, fulfilled
from zgoda.centre.claims.door import file_claim
from zgoda.centre.handle import open_discussion
from zgoda.centre.messaging.models import Thread
from zgoda.centre.store.models import OrderLine
from zgoda.domain.actors import Role
from zgoda.domain.claims.claim import Claim
from zgoda.domain.discussion import Discussion
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.messaging import ThreadKind
from zgoda.wire import own

DOCS = Path(__file__).parents[2] / "docs" / "api.md"
BLOCKS = re.findall(r"```http\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
PAIRS = list(zip(BLOCKS[::2], BLOCKS[1::2], strict=True))
DAMAGED, MISSING = UUID("6d0f3a52-0000-4000-8000-000000000001"), UUID("6d0f3a52-0000-4000-8000-000000000002")
MESSAGE = UUID("6d0f3a52-0000-4000-8000-000000000003")
SCOPES = "allegro:api:disputes allegro:api:messaging allegro:api:profile:read"
THREAD = "6d0f3a52ZgodaThreadOfABuyerAndASeller000001"
CLAIM = UUID("6d0f3a52-0000-4000-8000-000000000005")


@pytest.mark.usefixtures("_standing")
def test_the_examples_are_what_the_server_answers() -> None:
    _open(DAMAGED, MESSAGE, "DEFECT_FOUND_DURING_USE", Expectation(Solution.REPAIR))
    _open(MISSING, UUID(int=4), "NO_PRODUCT_RECEIVED", None)
    made = filing(stage.line(), claim_id=CLAIM)
    assert isinstance(file_claim(made, now=stage.OPENED), Claim)
    _asked()
    program = Program(token_for(stage.account("seller", Role.SELLER), SCOPES), accept=ZGODA)
    learned: dict[str, str] = {}
    for asked, printed in PAIRS:
        head, _, body = asked.partition("\n\n")
        method, path, _version = head.splitlines()[0].split()
        for shown, real in learned.items():
            path, body = path.replace(shown, real), body.replace(shown, real)
        response = program.ask(method, path, ZGODA, body.encode(), ZGODA, {"Accept_Language": "en-US"})
        status, _, answer = printed.partition("\n\n")
        assert f"HTTP/1.1 {response.status_code}" == status.strip(), (head, response.content)
        _compare(json.loads(answer), response.json(), learned, path)


def test_every_addition_has_an_example() -> None:
    from zgoda.centre.api import urls

    served = {str(each.pattern) for each in urls.urlpatterns if str(each.pattern).startswith("zgoda/v1/")}
    shown = {asked.split()[1].lstrip("/").partition("?")[0] for asked, _ in PAIRS}
    patterns = {one: re.compile(re.sub(r"<str:\w+>", "[^/]+", one)) for one in served}
    assert not [one for one, pattern in patterns.items() if not any(map(pattern.fullmatch, shown))]
    assert own.PREFIX.lstrip("/") == "zgoda/v1"


def _asked() -> None:
    """A question of the buyer about an order that the Warehouse sends."""
    bought = fulfilled()
    at = {"created_at": stage.OPENED, "last_message_at": stage.OPENED}
    Thread.objects.create(id=THREAD, kind=ThreadKind.COMMON, buyer=bought.buyer, seller=bought.seller, **at)
    begun(bought, "Please send me the invoice", now=stage.OPENED)


def _open(case_id: UUID, message_id: UUID, reason: str, expectation: Expectation | None) -> None:
    line_id = stage.line()
    OrderLine.objects.filter(pk=line_id).update(offer_id="7778622952")
    made = stage.opening(line_id, reason, expectation=expectation)
    made = replace(made, discussion_id=case_id, message_id=message_id)
    assert isinstance(open_discussion(made, now=stage.OPENED), Discussion)


def _compare(shown: Any, real: Any, learned: dict[str, str], where: str) -> None:
    if isinstance(shown, dict):
        more = shown.get("…") is not None
        assert set(shown) - {"…"} == set(real) or (more and set(shown) - {"…"} <= set(real)), (where, real)
        for name in set(shown) - {"…"}:
            _compare(shown[name], real[name], learned, f"{where}.{name}")
    elif isinstance(shown, list):
        more = bool(shown) and shown[-1] == "…"
        known = shown[:-1] if more else shown
        assert len(known) <= len(real) if more else len(known) == len(real), (where, real)
        for number, (one, other) in enumerate(zip(known, real, strict=False)):
            _compare(one, other, learned, f"{where}[{number}]")
    elif isinstance(shown, str) and shown.endswith("…"):
        assert str(real).startswith(shown[:-1]), (where, real)
    elif isinstance(shown, str) and re.fullmatch(r"[0-9a-f-]{36}", shown):
        assert learned.setdefault(shown, str(real)) == real, (where, real)
    else:
        assert shown == real, (where, shown, real)
