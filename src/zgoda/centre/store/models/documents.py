"""Rows of an order's sales documents. ``orders.documents`` alone writes them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.centre.store.models.orders import Order
from zgoda.domain.actors import Role
from zgoda.domain.sales_documents import LINK_LENGTH, NUMBER_LENGTH, DocumentState, Known

_ADDERS = [(Role.SELLER.value, Role.SELLER.value), (Role.WAREHOUSE.value, Role.WAREHOUSE.value)]


class SalesDocument(models.Model):
    """A PDF of an order. ``file_id`` is of ``zgoda.files``, null until the bytes came; ``number`` is the invoice's.

    ``token``: the form's, so that one that is sent twice adds one document; programs send none. ``verified_at``: when
    its file was found harmless or not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="documents", db_index=False)
    by = models.CharField(max_length=12, choices=_ADDERS)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DocumentState])
    created_at = models.DateTimeField()
    file_id = models.UUIDField(null=True, unique=True)
    uploaded_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        app_label = "centre"
        indexes = [models.Index(fields=["order", "created_at", "id"], name="document_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DocumentState.ANNOUNCED.value) | Q(file_id__isnull=False), name="document_has_a_file"
            )
        ]

    @property
    def known(self) -> Known:
        return Known(DocumentState(self.state), self.created_at)


class DocumentLink(models.Model):
    """The address of a document that is kept elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="document_links", db_index=False)
    url = models.CharField(max_length=LINK_LENGTH)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "centre"
        indexes = [models.Index(fields=["order", "created_at", "id"], name="documentlink_order")]
