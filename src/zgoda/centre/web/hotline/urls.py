"""Pages of the hotline, and what it shows to everybody."""

from django.urls import path

from zgoda.centre.web.hotline import about_seller

urlpatterns = [
    path("about-seller/<slug:market_code>/<str:offer_id>", about_seller.about_seller, name="about_seller"),
    path(
        "about-seller/<slug:market_code>/<str:offer_id>/fragment", about_seller.fragment, name="about_seller_fragment"
    ),
]
