"""Addresses of the ratings."""

from django.urls import path

from zgoda.desk.ratings.web import views

urlpatterns = [
    path("ratings", views.index, name="desk-ratings"),
    path("ratings/read", views.read_again, name="desk-ratings-read"),
    path("ratings/<int:rating_id>", views.one, name="desk-rating"),
    path("ratings/<int:rating_id>/write", views.write, name="desk-rating-write"),
    path("ratings/<int:rating_id>/writes/<uuid:write_id>", views.decide, name="desk-rating-decide"),
]
