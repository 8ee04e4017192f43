"""Pages of moderators."""

from django.urls import path

from zgoda.centre.web.moderator import ratings, reports, sellers

urlpatterns = [
    path("reports", reports.reports, name="reports"),
    path("reports/<uuid:report_id>", reports.report, name="report"),
    path("rating-comments", ratings.ratings, name="rating_comments"),
    path("rating-comments/<slug:rating_id>", ratings.judge, name="rating_judge"),
    path("sellers", sellers.sellers, name="sellers"),
    path("sellers/<int:seller_id>", sellers.seller, name="seller"),
]
