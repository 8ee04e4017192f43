"""Which letters somebody gets: by a signed link without signing in, and on the account's own page."""

from django.urls import path

from zgoda.centre.web.letters import own, signed

urlpatterns = [
    path("letters/<str:token>", signed.letter_choices, name="letter_choices"),
    path("letters/<str:token>/off/<slug:kind>", signed.letter_off, name="letter_off"),
    path("account/letters", own.my_letters, name="my_letters"),
]
