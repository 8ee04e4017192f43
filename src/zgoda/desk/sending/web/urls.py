"""Addresses of what may be sent."""

from django.urls import path

from zgoda.desk.sending.web import views

urlpatterns = [
    path("sending", views.page, name="desk-sending"),
    path("sending/stop", views.stop, name="desk-sending-stop"),
    path("sending/resume", views.resume, name="desk-sending-resume"),
    path("sending/review", views.review, name="desk-sending-review"),
    path("connections/<int:connection_id>/writers", views.switch, name="desk-writers"),
]
