"""What the Warehouse and the consultants are asked for: their lists by every view, and their searches."""

import random
from collections.abc import Callable, Iterator

from bench.asking import Answer, Asker
from bench.measure import Work
from bench.people import BUYERS, CONSULTANT, SELLER, SELLERS, WAREHOUSE
from bench.words import login
from zgoda.centre.store.models import Case

LISTS = {
    "warehouse: what it has to answer": "/warehouse",
    "warehouse: all it answers": "/warehouse?view=all",
    "warehouse: the buyer wrote again": "/warehouse?view=buyer_wrote",
    "warehouse: what sellers answer": "/warehouse?view=with_seller",
    "warehouse: back and forth": "/warehouse?view=ping_pong",
    "warehouse: its team": "/warehouse/team",
}


def works() -> Iterator[Work]:
    """Each search asks for somebody else each time."""
    rng = random.Random()
    warehouse, consultant = Asker("centre", user=WAREHOUSE), Asker("centre", user=CONSULTANT)
    for name, path in LISTS.items():
        yield Work(name, lambda path=path: lambda: warehouse.get(path), _is_page)
    orders = list(Case.objects.filter(fulfilled=True).values_list("order_id", flat=True)[:5000])
    searches: dict[str, Callable[[], str]] = {
        "a buyer's cases": lambda: login(rng.randrange(BUYERS)),
        "a seller's cases": lambda: f"{SELLER}_{rng.randrange(1, SELLERS)}",
        "an order's case": lambda: str(rng.choice(orders)),
        "nobody's cases": lambda: f"nobody_{rng.randrange(10**9)}",
    }
    for reader, asker, path in (("warehouse", warehouse, "/warehouse"), ("consultant", consultant, "/queue")):
        for name, words in searches.items():
            yield Work(
                f"{reader}: {name}",
                lambda asker=asker, path=path, words=words: lambda: asker.get(f"{path}?q={words()}"),
                _is_page,
            )
    yield Work("consultant: the queue", lambda: lambda: consultant.get("/queue"), _is_page)


def _is_page(answer: Answer) -> None:
    assert answer.status == 200, answer.text[:2000]
