"""Addresses that partners call, each request signed."""

from django.urls import URLPattern, path

from zgoda.centre.partners.carriers.events import carrier_events
from zgoda.centre.partners.payments.events import payment_events
from zgoda.centre.partners.telephony.events import telephony_events

urlpatterns: list[URLPattern] = [
    path("partners/carrier/events", carrier_events, name="carrier_events"),
    path("partners/payments/events", payment_events, name="payment_events"),
    path("partners/telephony/events", telephony_events, name="telephony_events"),
]
