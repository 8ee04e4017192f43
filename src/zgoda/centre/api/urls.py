"""Addresses of the API, by family; what is not served below the API's prefixes answers in its envelope."""

from django.urls import URLPattern, URLResolver, re_path

from zgoda.centre.api.framework import unknown

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^(?:sale|order|messaging|payments|billing|me|zgoda/v1)(?:/.*)?$", unknown),
]
