"""Addresses of the buyer's pages."""

from django.urls import path

from zgoda.centre.web.buyer import acts, discussion, discussions, opening, purchases, violations

urlpatterns = [
    path("purchases", purchases.purchases, name="purchases"),
    path("purchases/<uuid:line_id>/report", opening.report, name="open_discussion"),
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
