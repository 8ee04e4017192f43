"""Addresses of the API, by family; what is not served below the API's prefixes answers in its envelope."""

from django.urls import URLPattern, URLResolver, path, re_path

from zgoda.centre.api import (
    attachments,
    claims,
    faults,
    issues,
    messaging,
    messaging_files,
    orders,
    own,
    parcels,
    returns,
)
from zgoda.centre.api.framework import methods, unknown

urlpatterns: list[URLPattern | URLResolver] = [
    path("sale/issues", methods(GET=issues.list_issues), name="api_issues"),
    path("sale/issues/attachments", methods(POST=attachments.declare_attachment), name="api_attachments"),
    path(
        "sale/issues/attachments/<str:attachment_id>",
        methods(GET=attachments.read_attachment, PUT=attachments.send_bytes),
        name="api_attachment",
    ),
    path("sale/issues/<str:issue_id>", methods(GET=issues.one_issue), name="api_issue"),
    path("sale/issues/<str:issue_id>/chat", methods(GET=issues.chat), name="api_chat"),
    path("sale/issues/<str:issue_id>/message", methods(POST=issues.write_message), name="api_message"),
    path("sale/issues/<str:issue_id>/status", methods(POST=claims.change_status), name="api_status"),
    path("order/checkout-forms", methods(GET=orders.list_forms), name="api_forms"),
    path("order/checkout-forms/<str:form_id>", methods(GET=orders.one_form), name="api_form"),
    path(
        "order/checkout-forms/<str:form_id>/shipments",
        methods(GET=parcels.list_shipments, POST=parcels.add_shipment),
        name="api_shipments",
    ),
    path("order/events", methods(GET=orders.list_events), name="api_order_events"),
    path("order/event-stats", methods(GET=orders.event_stats), name="api_event_stats"),
    path("order/carriers", methods(GET=parcels.list_carriers), name="api_carriers"),
    path("order/carriers/<str:carrier_id>/tracking", methods(GET=parcels.tracking), name="api_tracking"),
    path("order/customer-returns", methods(GET=returns.list_returns), name="api_returns"),
    path("order/customer-returns/<str:return_id>", methods(GET=returns.one_return), name="api_return"),
    path("order/customer-returns/<str:return_id>/rejection", methods(POST=returns.reject), name="api_return_rejection"),
    path("messaging/threads", methods(GET=messaging.list_threads), name="api_threads"),
    path("messaging/threads/<str:thread_id>", methods(GET=messaging.one_thread), name="api_thread"),
    path("messaging/threads/<str:thread_id>/read", methods(PUT=messaging.mark_read), name="api_thread_read"),
    path(
        "messaging/threads/<str:thread_id>/messages",
        methods(GET=messaging.list_messages, POST=messaging.write_in_thread),
        name="api_thread_messages",
    ),
    path("messaging/messages", methods(POST=messaging.write_to), name="api_messages"),
    path("messaging/messages/<str:message_id>", methods(GET=messaging.one_message), name="api_thread_message"),
    path(
        "messaging/message-attachments",
        methods(POST=messaging_files.declare_attachment),
        name="api_message_attachments",
    ),
    path(
        "messaging/message-attachments/<str:attachment_id>",
        methods(GET=messaging_files.read_attachment, PUT=messaging_files.send_bytes),
        name="api_message_attachment",
    ),
    path("zgoda/v1/capabilities", methods(GET=own.capabilities), name="own_capabilities"),
    path("zgoda/v1/faults", methods(GET=faults.read_faults, PUT=faults.switch_faults), name="own_faults"),
    path("zgoda/v1/claims/<str:issue_id>", methods(GET=claims.details), name="own_claim"),
    path(
        "zgoda/v1/claims/<str:issue_id>/information-requests",
        methods(POST=claims.ask_for_information),
        name="own_information_requests",
    ),
    path("zgoda/v1/issues/<str:issue_id>", methods(GET=own.case_details), name="own_case"),
    path("zgoda/v1/issues/<str:issue_id>/offers", methods(POST=own.offer), name="own_offers"),
    path("zgoda/v1/issues/<str:issue_id>/reports", methods(POST=own.report), name="own_reports"),
    path("zgoda/v1/issues/<str:issue_id>/refund", methods(POST=own.refund), name="own_refund"),
    path("zgoda/v1/issues/<str:issue_id>/handover", methods(POST=own.handover), name="own_handover"),
    path("zgoda/v1/issues/<str:issue_id>/carried-out", methods(POST=own.carried_out), name="own_carried_out"),
    re_path(r"^(?:sale|order|messaging|payments|billing|me|zgoda/v1)(?:/.*)?$", unknown, name="api_unknown"),
]
