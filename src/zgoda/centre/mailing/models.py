"""Rows of letters: one for each, from the transaction of what it tells until it is delivered or given up."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.engine.mailing.sending import Delivery, State


class Letter(Delivery):
    """``kind`` is one of `domain.notifications.Kind`. ``about`` is the id of the thing it tells of, and letters about
    one thing stand together; of a ``hidden`` case it is the order, and no two stand together.

    ``language``, ``address``, ``subject`` and ``text`` are what was last written; they go after `sending.KEPT`, and
    with them the ``reason``, in which a mail server may name the address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=24)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters", db_index=False)
    about = models.CharField(max_length=64, blank=True)
    hidden = models.BooleanField(default=False)
    language = models.CharField(max_length=2, blank=True)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="letter_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="letter_state"),
            models.Index(fields=["kind", "-created_at", "-id"], name="letter_kind"),
            models.Index(fields=["to", "-created_at", "-id"], name="letter_reader"),
            models.Index(fields=["about", "-created_at", "-id"], name="letter_about"),
            models.Index(fields=["created_at"], condition=~Q(address=""), name="letter_words"),
        ]


class SwitchedOff(models.Model):
    """A kind of letter that its reader does not want."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="switched_off", db_index=False
    )
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="switched_off_once")]


class SentAgain(models.Model):
    """Who had a letter sent again, and as what it had ended; only added to."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="sent_again")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    was = models.CharField(max_length=12, choices=State.choices)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="sentagain_newest")]
