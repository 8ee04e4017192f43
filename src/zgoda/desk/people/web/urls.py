"""Addresses of the members, their invitations and the shop's log."""

from django.urls import path

from zgoda.desk.people.web import joining, log, members

urlpatterns = [
    path("administration/members", members.index, name="desk-members"),
    path("administration/members/invite", members.invite, name="desk-invite"),
    path("administration/members/<int:member_id>", members.change, name="desk-member"),
    path("administration/invitations/<int:invitation_id>", members.revoke, name="desk-invitation-revoke"),
    path("administration/log", log.index, name="desk-log"),
    path("administration/log/<slug:kind>", log.export, name="desk-log-export"),
    path("invitations/<str:token>", joining.invitation, name="desk-invitation"),
]
