"""The carriers whose parcel numbers an order may carry. OTHER stands for one we do not speak to."""

OTHER = "OTHER"

CARRIERS = {
    "ALLEGRO": "One by Allegro",
    "INPOST": "InPost",
    "DPD": "DPD",
    "DHL": "DHL",
    "GLS": "GLS",
    "UPS": "UPS",
    "FEDEX": "FedEx",
    "POCZTA_POLSKA": "Poczta Polska",
    "ORLEN_PACZKA": "ORLEN Paczka",
    "PACKETA": "Packeta",
    "PPL": "PPL",
    "CESKA_POSTA": "Česká pošta",
    "SLOVENSKA_POSTA": "Slovenská pošta",
    "SPS": "Slovak Parcel Service",
    "MAGYAR_POSTA": "Magyar Posta",
    "FOXPOST": "Foxpost",
    OTHER: "Other",
}

ORDERS_PER_WAYBILL = 10
"""A number given for more orders than this is no parcel's any more."""


def name_of(carrier_id: str, told: str = "") -> str:
    """The name to show: for OTHER what the sender called it."""
    return told if carrier_id == OTHER and told else CARRIERS.get(carrier_id, carrier_id)
