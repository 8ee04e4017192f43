"""The Warehouse's pages of the Message Center."""

from django.urls import path

from zgoda.centre.web.warehouse import message_forward, messages

urlpatterns = [
    path("warehouse/messages", messages.inbox, name="warehouse_messages"),
    path("warehouse/messages/<slug:thread_id>", messages.thread, name="warehouse_thread"),
    path("warehouse/messages/<slug:thread_id>/files/<uuid:file_id>", messages.file, name="warehouse_thread_file"),
    path(
        "warehouse/messages/<slug:thread_id>/<uuid:message_id>/forward",
        message_forward.forward,
        name="warehouse_forward",
    ),
]
