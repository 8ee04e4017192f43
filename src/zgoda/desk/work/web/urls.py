"""Addresses of the working day: whose a case is, when it comes back, who else is there."""

from django.urls import path

from zgoda.desk.work.web import bar, bulk, buyers, drafts, history, macros, saved, shortcuts, teams

urlpatterns = [
    path("cases/<int:case_id>/work", bar.bar, name="desk-work"),
    path("cases/<int:case_id>/here", bar.here, name="desk-here"),
    path("cases/<int:case_id>/assign", bar.assign, name="desk-assign"),
    path("cases/<int:case_id>/snooze", bar.snooze, name="desk-snooze"),
    path("cases/<int:case_id>/arranged", history.arranged, name="desk-arranged"),
    path("cases/<int:case_id>/draft", drafts.draft, name="desk-draft"),
    path("cases/<int:case_id>/macros", macros.of_case, name="desk-case-macros"),
    path("macros", macros.index, name="desk-macros"),
    path("macros/<int:macro_id>", macros.one, name="desk-macro"),
    path("cases/<int:case_id>/tags", bar.tags, name="desk-tags"),
    path("views", saved.index, name="desk-views"),
    path("views/<int:view_id>", saved.remove, name="desk-view"),
    path("cases/<int:case_id>/buyer", buyers.history, name="desk-buyer"),
    path("shortcuts", shortcuts.index, name="desk-shortcuts"),
    path("bulk", bulk.index, name="desk-bulk"),
    path("teams", teams.index, name="desk-teams"),
    path("teams/<int:team_id>", teams.one, name="desk-team"),
]
