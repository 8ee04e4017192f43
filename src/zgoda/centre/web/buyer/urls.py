"""Addresses of the buyer's pages."""

from django.urls import path

from zgoda.centre.web.buyer import (
    acts,
    discussion,
    discussions,
    documents,
    messages,
    opening,
    purchases,
    rating,
    rating_link,
    returning,
    violations,
    writing,
)

urlpatterns = [
    path("purchases", purchases.purchases, name="purchases"),
    path("purchases/<uuid:line_id>/report", opening.report, name="open_discussion"),
    path("purchases/<uuid:order_id>/message", writing.write_to_seller, name="write_to_seller"),
    path("sellers/<int:seller_id>/ask", writing.ask_seller, name="ask_seller"),
    path("purchases/<uuid:order_id>/problem", writing.report_problem, name="report_problem"),
    path("purchases/<uuid:order_id>/return", returning.announce, name="announce_return"),
    path("purchases/<uuid:order_id>/rate", rating.rate, name="rate"),
    path("purchases/<uuid:order_id>/documents/<uuid:document_id>", documents.document, name="order_document"),
    path("ratings", rating.ratings, name="ratings"),
    path("ratings/<slug:rating_id>", rating.rating, name="rating"),
    path("ratings/<slug:rating_id>/edit", rating.edit, name="rating_edit"),
    path("ratings/<slug:rating_id>/remove", rating.remove, name="rating_remove"),
    path("rating-removal/<str:token>", rating_link.rating_link, name="rating_link"),
    path("messages", messages.threads, name="threads"),
    path("messages/<slug:thread_id>", messages.thread, name="thread"),
    path("messages/<slug:thread_id>/close", messages.close, name="thread_close"),
    path("messages/<slug:thread_id>/files/<uuid:file_id>", messages.file, name="thread_file"),
    path("returns", returning.returns, name="returns"),
    path("returns/<uuid:return_id>", returning.one_return, name="return"),
    path("returns/<uuid:return_id>/parcel", returning.give_number, name="return_parcel"),
    path("discussions", discussions.discussions, name="discussions"),
    path("discussions/<uuid:case_id>", discussion.show, name="discussion"),
    path("discussions/<uuid:case_id>/live", discussion.live, name="discussion_live"),
    path("discussions/<uuid:case_id>/messages", discussion.write, name="discussion_write"),
    path(
        "discussions/<uuid:case_id>/messages/<uuid:message_id>/report",
        violations.violation,
        name="discussion_violation",
    ),
    path("discussions/<uuid:case_id>/<slug:name>", acts.act, name="discussion_act"),
]
