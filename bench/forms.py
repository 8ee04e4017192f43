"""A checkout form of the size that Allegro sends, taken from the product's own sample."""

import json
import re
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import zgoda.centre.sample

ID, BUYER = "@order@", "@buyer@"
_OFFSET = re.compile(r'"@-?[^"]*"')


@lru_cache(maxsize=1)
def template() -> str:
    """The JSON text of a form; `ID` and `BUYER` stand where the order's id and the buyer's login belong."""
    path = Path(zgoda.centre.sample.__file__).with_name("orders.jsonl")
    with path.open(encoding="utf-8") as lines:
        form = json.loads(next(lines))
    del form["zgoda"]
    text = json.dumps(form, ensure_ascii=False)
    moment = (datetime.fromisoformat("2026-03-02T09:00:00+00:00") - timedelta(days=1)).isoformat()
    text = _OFFSET.sub(json.dumps(moment.replace("+00:00", "Z")), text)
    return text.replace(form["id"], ID).replace(form["buyer"]["login"], BUYER)


def form(order_id: str, buyer: str) -> str:
    """The form of one order."""
    return template().replace(ID, order_id).replace(BUYER, buyer)
