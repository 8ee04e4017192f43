"""Addresses of the desk's pages."""

from django.urls import path

from zgoda.desk.web import acting, case_view, connections, consent, documents, pages, record, telephone

urlpatterns = [
    path("", pages.home, name="desk-home"),
    path("list", pages.list_part, name="desk-list"),
    path("shop", pages.choose_shop, name="desk-shop"),
    path("cases/<int:case_id>", case_view.case, name="desk-case"),
    path("cases/<int:case_id>/live", case_view.live, name="desk-case-live"),
    path("cases/<int:case_id>/send", acting.send, name="desk-send"),
    path("cases/<int:case_id>/by-hand", acting.by_hand, name="desk-by-hand"),
    path("cases/<int:case_id>/refresh", acting.refresh, name="desk-refresh"),
    path("cases/<int:case_id>/outgoing/<uuid:outgoing_id>", acting.outgoing, name="desk-outgoing"),
    path("cases/<int:case_id>/files/<int:message_id>/<int:number>", documents.attachment, name="desk-file"),
    path("record", record.record, name="desk-record"),
    path("connections", connections.index, name="desk-connections"),
    path("connections/new", connections.new, name="desk-connection-new"),
    path("connections/return", consent.come_back, name="desk-consent-return"),
    path("connections/<int:connection_id>", connections.one, name="desk-connection"),
    path("connections/<int:connection_id>/do", connections.change, name="desk-connection-do"),
    path("connections/<int:connection_id>/consent", consent.ask, name="desk-consent"),
    path("connections/<int:connection_id>/device", consent.device, name="desk-device"),
    path("connections/<int:connection_id>/contact", telephone.contact, name="desk-contact"),
    path("connections/<int:connection_id>/progress", connections.progress, name="desk-progress"),
]
