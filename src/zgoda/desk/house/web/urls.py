"""Addresses of the house rules."""

from django.urls import path

from zgoda.desk.house.web import changes, rules, warnings

urlpatterns = [
    path("administration/house", rules.index, name="desk-house"),
    path("administration/house/shop", rules.of_shop, name="desk-house-shop"),
    path("administration/house/teams/<int:team_id>", rules.of_team, name="desk-house-team"),
    path("administration/house/warnings", warnings.page, name="desk-house-warnings"),
    path("administration/house/check", changes.check, name="desk-house-check"),
    path("administration/house/changes/<int:change_id>", changes.one, name="desk-house-change"),
    path("administration/house/changes/<int:change_id>/progress", changes.progress, name="desk-house-progress"),
]
