"""Addresses of the members, their invitations, the shop's log, exports and erasure."""

from django.urls import path

from zgoda.desk.people.web import joining, log, members, notices, privacy, switching

urlpatterns = [
    path("administration/members", members.index, name="desk-members"),
    path("administration/members/invite", members.invite, name="desk-invite"),
    path("administration/members/<int:member_id>", members.change, name="desk-member"),
    path("administration/invitations/<int:invitation_id>", members.revoke, name="desk-invitation-revoke"),
    path("administration/log", log.index, name="desk-log"),
    path("administration/log/<slug:kind>", log.export, name="desk-log-export"),
    path("administration/data", privacy.index, name="desk-data"),
    path("administration/data/cases", privacy.cases, name="desk-data-cases"),
    path("administration/data/buyer", privacy.buyer, name="desk-data-buyer"),
    path("administration/data/buyer/file", privacy.buyer_file, name="desk-data-buyer-file"),
    path("administration/data/buyer/erase", privacy.erase, name="desk-data-buyer-erase"),
    path("notices", notices.latest, name="desk-notices"),
    path("notices/settings", notices.settings_page, name="desk-notice-settings"),
    path("notices/letters/<str:token>", switching.letters, name="desk-notice-letters"),
    path("invitations/<str:token>", joining.invitation, name="desk-invitation"),
]
