"""A fresh purchase for a test, taken in the way a marketplace's orders are: by `zgoda import-orders`."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from tests.e2e.stack import Stack

BUYERS = {"marek_z_gdyni": "44300001", "kuba_wro": "44300003", "zbyszek1958": "44300005"}
SELLERS = {"Ceramika-Bory": "55500001", "Rowery-Wicher": "55500002", "Tatra-Gear": "55500005"}
"""Sample people who can sign in, with the ids by which checkout forms name them. The desk speaks for the first."""


@dataclass(frozen=True)
class Purchase:
    order_id: str
    product: str
    buyer: str
    seller: str


def bought(
    stack: Stack,
    product: str,
    *,
    buyer: str = "marek_z_gdyni",
    seller: str = "Ceramika-Bory",
    provider: str = "SELLER",
    ago: timedelta = timedelta(days=2),
) -> Purchase:
    """One piece for 120.00 zł, bought that long ago by the centre's clock; ``provider`` ALLEGRO: the Warehouse sends it."""
    order_id, at = str(uuid4()), (stack.now() - ago).isoformat()
    price = {"amount": "120.00", "currency": "PLN"}
    form = {
        "id": order_id,
        "status": "READY_FOR_PROCESSING",
        "buyer": {"id": BUYERS[buyer], "login": buyer, "email": f"{buyer}@sample.invalid"},
        "payment": {"id": str(uuid4()), "type": "ONLINE", "finishedAt": at, "paidAmount": price},
        "fulfillment": {"status": "NEW", "provider": {"id": provider}},
        "delivery": {"method": {"id": str(uuid4()), "name": "InPost Paczkomaty 24/7"}},
        "lineItems": [
            {
                "id": str(uuid4()),
                "offer": {"id": "90170984", "name": product},
                "quantity": 1,
                "originalPrice": price,
                "price": price,
                "boughtAt": at,
            }
        ],
        "marketplace": {"id": "allegro-pl"},
        "summary": {"totalToPay": price},
        "updatedAt": at,
        "zgoda": {"seller": {"id": SELLERS[seller], "login": seller}, "purchaseId": str(uuid4())},
    }
    said = stack.zgoda("import-orders", "-", said=json.dumps(form))
    assert "1 taken" in said, said
    return Purchase(order_id, product, buyer, seller)
