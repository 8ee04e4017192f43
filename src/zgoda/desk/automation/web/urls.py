"""Addresses of the shop's rules."""

from django.urls import path

from zgoda.desk.automation.web import log, trying, views

urlpatterns = [
    path("automation", views.index, name="desk-rules"),
    path("automation/new", views.new, name="desk-rule-new"),
    path("automation/begin", views.begin, name="desk-rules-begin"),
    path("automation/log", log.index, name="desk-rules-log"),
    path("automation/<int:rule_id>", views.one, name="desk-rule"),
    path("automation/<int:rule_id>/state", views.switch, name="desk-rule-state"),
    path("automation/<int:rule_id>/place", views.move, name="desk-rule-place"),
    path("automation/<int:rule_id>/remove", views.remove, name="desk-rule-remove"),
    path("automation/<int:rule_id>/dry-run", trying.dry_run_page, name="desk-rule-dry-run"),
]
