"""Checkout forms as a marketplace writes them, built for tests."""

import json
from uuid import UUID, uuid5

SPACE = UUID("5b1d6a52-77ce-4c4f-8d6f-6f39b1f5a3d4")


def uid(name: str) -> str:
    return str(uuid5(SPACE, name))


def form(name: str = "o1", **changes: object) -> dict:
    made = {
        "id": uid(name),
        "messageToSeller": None,
        "buyer": {
            "id": "44300001",
            "email": "abc+1@allegromail.invalid",
            "login": "marek_z_gdyni",
            "firstName": "Marek",
            "lastName": None,
            "companyName": None,
            "guest": False,
        },
        "payment": {"id": uid(f"{name}-pay"), "type": "ONLINE", "provider": "PAYU", "paidAmount": None},
        "status": "READY_FOR_PROCESSING",
        "fulfillment": {"status": "NEW", "shipmentSummary": {"lineItemsSent": "NONE"}, "provider": {"id": "SELLER"}},
        "delivery": {"address": None, "method": {"id": "m-1", "name": "InPost"}},
        "lineItems": [
            {
                "id": uid(f"{name}-line"),
                "offer": {"id": "9012345", "name": "Kubek w groszki 0,4 l", "external": None},
                "quantity": 2,
                "originalPrice": {"amount": "40.00", "currency": "PLN"},
                "price": {"amount": "39.90", "currency": "PLN"},
                "boughtAt": "2025-09-26T13:00:00.123Z",
                "newField": {"nobody": ["knows"]},
            }
        ],
        "surcharges": [],
        "marketplace": {"id": "allegro-pl"},
        "summary": {"totalToPay": {"amount": "92.79", "currency": "PLN"}},
        "updatedAt": "2025-09-26T13:05:00Z",
        "revision": "7",
        "codBookedPayments": [],
        "zgoda": {"seller": {"id": "55500001", "login": "Ceramika-Bory"}, "purchaseId": uid("purchase")},
    }
    return made | changes


def jsonl(*forms: object) -> bytes:
    return b"".join(
        (each if isinstance(each, bytes) else json.dumps(each, ensure_ascii=False).encode()) + b"\n" for each in forms
    )
