"""What the desk keeps of orders' sales documents: what the server lists, and what is to be added."""

import uuid

from django.conf import settings
from django.db import models

from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import Connection


class OrderDocuments(models.Model):
    """The server's list for one order as it was last read; ``seen`` holds ``invoices`` and ``links``. The kind of
    trouble and the trace id of a reading that failed are as on the connection."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+", db_index=False)
    order_id = models.CharField(max_length=64)
    seen = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, blank=True)
    trace_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "order_id"], name="desk_documents_once")]


class DocumentWrite(models.Model):
    """One document to add; its id is the form's, so that a form sent twice is one. ``file_id`` is of ``zgoda.files``.

    ``known``: the ids that the server listed before the first announcement, null until it was asked. ``remote_id``: of
    the document that was announced for this, written down before its file leaves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+", db_index=False)
    order_id = models.CharField(max_length=64)
    file_id = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=255, blank=True)
    number = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=WriteState.choices, default=WriteState.QUEUED)
    not_before = models.DateTimeField()
    known = models.JSONField(null=True)
    remote_id = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    trace_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["connection", "order_id", "created_at"], name="desk_document_write_order"),
            models.Index(fields=["state", "not_before"], name="desk_document_write_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "order_id", "digest"],
                condition=models.Q(state__in=["QUEUED", "SHADOW", "SENT"]) & ~models.Q(digest=""),
                name="desk_document_write_once",
            )
        ]
