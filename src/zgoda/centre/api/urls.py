"""Addresses of the API, by family; what is not served below the API's prefixes answers in its envelope."""

from django.urls import URLPattern, URLResolver, path, re_path

from zgoda.centre.api import attachments, issues
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
    re_path(r"^(?:sale|order|messaging|payments|billing|me|zgoda/v1)(?:/.*)?$", unknown, name="api_unknown"),
]
