"""Addresses of the working day: whose a case is, when it comes back, who else is there."""

from django.urls import path

from zgoda.desk.work.web import bar, teams

urlpatterns = [
    path("cases/<int:case_id>/work", bar.bar, name="desk-work"),
    path("cases/<int:case_id>/here", bar.here, name="desk-here"),
    path("cases/<int:case_id>/assign", bar.assign, name="desk-assign"),
    path("cases/<int:case_id>/snooze", bar.snooze, name="desk-snooze"),
    path("teams", teams.index, name="desk-teams"),
    path("teams/<int:team_id>", teams.one, name="desk-team"),
]
