"""The address of the dashboard."""

from django.urls import path

from zgoda.desk.quality.web import dashboard

urlpatterns = [path("sales-quality", dashboard.page, name="desk-quality")]
