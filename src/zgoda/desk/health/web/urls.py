"""Addresses of a connection's health."""

from django.urls import path

from zgoda.desk.health.web import views

urlpatterns = [
    path("connections/<int:connection_id>/health", views.page, name="desk-health"),
    path("connections/<int:connection_id>/health.json", views.download, name="desk-health-report"),
    path("connections/<int:connection_id>/health/forget", views.forget, name="desk-health-forget"),
]
