"""Addresses of an order's sales documents, by a case of the order."""

from django.urls import path

from zgoda.desk.documents.web import views

urlpatterns = [
    path("cases/<int:case_id>/documents", views.documents, name="desk-documents"),
    path("cases/<int:case_id>/documents/add", views.add, name="desk-document-add"),
    path("cases/<int:case_id>/documents/<uuid:write_id>", views.decide, name="desk-document-write"),
]
