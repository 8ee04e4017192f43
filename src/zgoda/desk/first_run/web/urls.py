"""Addresses of the first run."""

from django.urls import path

from zgoda.desk.first_run.web import removing, views

urlpatterns = [
    path("first-run", views.page, name="desk-first-run"),
    path("first-run/moving", views.moving, name="desk-first-run-moving"),
    path("first-run/sample", removing.sample_again, name="desk-sample-again"),
    path("first-run/removal/<int:connection_id>", removing.removal, name="desk-removal"),
    path("first-run/<slug:step>", views.change, name="desk-first-run-step"),
]
