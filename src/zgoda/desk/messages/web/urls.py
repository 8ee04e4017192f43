"""Addresses of what belongs together with a case, and of a return's rejection."""

from django.urls import path

from zgoda.desk.messages.web import around

urlpatterns = [
    path("cases/<int:case_id>/around", around.around, name="desk-around"),
    path("cases/<int:case_id>/together", around.together, name="desk-together"),
    path("cases/<int:case_id>/rejection", around.rejection, name="desk-rejection"),
]
