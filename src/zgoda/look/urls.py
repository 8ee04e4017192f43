"""Pages that both halves share: language, market and its rules, and the style guide in a sandbox."""

from django.conf import settings
from django.urls import URLPattern, path

from zgoda.look import views

urlpatterns: list[URLPattern] = [
    path("language", views.language, name="language"),
    path("market", views.choose_market, name="market"),
    path("rules/<slug:market>", views.rules, name="rules"),
]
if settings.DEBUG or settings.SANDBOX:
    urlpatterns += [
        path("look/", views.style_guide, name="look"),
        path("look/desk", views.style_guide_desk, name="look-desk"),
    ]
