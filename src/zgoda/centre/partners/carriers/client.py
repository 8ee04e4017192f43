"""What the centre asks of the carrier: to tell us what happens to a parcel."""

from django.conf import settings

from zgoda.centre.partners.outgoing import call, expect
from zgoda.engine.jobs import durable


@durable()
def register_parcel(carrier_id: str, waybill: str) -> None:
    """Follow this number. Asking twice is the same as asking once."""
    payload = {"carrierId": carrier_id, "waybill": waybill}
    expect(call("PUT", f"{settings.CARRIER_URL}/parcels", settings.CARRIER_SECRET, payload), 200, 201)
