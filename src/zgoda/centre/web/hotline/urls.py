"""Pages of the hotline, and what it shows to everybody."""

from django.urls import path

from zgoda.centre.web.hotline import about_seller, call, listing, taking

urlpatterns = [
    path("hotline", listing.calls, name="hotline_calls"),
    path("hotline/new", taking.find, name="hotline_new"),
    path("hotline/new/call", taking.take, name="hotline_take"),
    path("hotline/calls/<uuid:call_id>", call.call, name="hotline_call"),
    path("hotline/calls/<uuid:call_id>/live", call.live, name="hotline_live"),
    path("hotline/calls/<uuid:call_id>/notes", call.note, name="hotline_note"),
    path("hotline/calls/<uuid:call_id>/transfer", call.transfer, name="hotline_transfer"),
    path("hotline/calls/<uuid:call_id>/transfers/<uuid:transfer_id>", call.settle, name="hotline_settle"),
    path("hotline/calls/<uuid:call_id>/number", call.number, name="hotline_number"),
    path("hotline/calls/<uuid:call_id>/thread", call.thread, name="hotline_thread"),
    path("hotline/calls/<uuid:call_id>/end", call.end, name="hotline_end"),
    path("about-seller/<slug:market_code>/<str:offer_id>", about_seller.about_seller, name="about_seller"),
    path(
        "about-seller/<slug:market_code>/<str:offer_id>/fragment", about_seller.fragment, name="about_seller_fragment"
    ),
]
