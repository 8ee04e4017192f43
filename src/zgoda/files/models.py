"""Files people attach: who brought them, what they are, and whether they may be shown yet."""

import uuid

from django.db import models


class State(models.TextChoices):
    """DECLARED: announced, no bytes yet. UPLOADED: here, waiting for the scan. Only SAFE is ever shown."""

    DECLARED = "DECLARED", "declared"
    UPLOADED = "UPLOADED", "uploaded"
    SAFE = "SAFE", "safe"
    UNSAFE = "UNSAFE", "unsafe"
    EXPIRED = "EXPIRED", "expired"


class StoredFile(models.Model):
    """One file. ``owner_id`` is the account that brought it, ``path`` a random name in the storage.

    ``declared_size`` and ``size`` are bytes, the second after sanitising; ``used_at`` is when a message took it.
    ``sha256`` is of what was sent, so that a desk can recognise its own file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=255)
    declared_size = models.PositiveIntegerField()
    size = models.PositiveIntegerField(default=0)
    content_type = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DECLARED)
    path = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    uploaded_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                name="files_unused",
                condition=models.Q(used_at=None) & ~models.Q(state="EXPIRED"),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def showable(self) -> bool:
        return self.state == State.SAFE
