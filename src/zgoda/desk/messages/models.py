"""What the desk keeps of threads and customer returns beside their cases, and how cases belong together."""

from django.conf import settings
from django.db import models

from zgoda.desk.store.models import Connection, DeskCase, Shop


class Mailbox(models.Model):
    """How far a connection's threads and returns are read.

    ``cursor`` is the instant of the newest message up to which the list was read from its top. Behind ``place`` (a
    token of beta.v1 or an offset of public.v1) the list still has to be read down to ``deep_until``; empty where
    nothing is left. ``beta_paused_until``: the server does not speak beta.v1 to us now. The kinds of trouble and the
    trace ids are as on the connection.
    """

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, primary_key=True, related_name="mailbox")
    beta_paused_until = models.DateTimeField(null=True, blank=True)
    cursor = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=1000, blank=True)
    place_is_beta = models.BooleanField(default=True)
    deep_until = models.DateTimeField(null=True, blank=True)
    returns_read_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    threads_trouble = models.CharField(max_length=20, blank=True)
    threads_trace_id = models.CharField(max_length=64, blank=True)
    returns_trouble = models.CharField(max_length=20, blank=True)
    returns_trace_id = models.CharField(max_length=64, blank=True)


class Thread(models.Model):
    """A case's thread of the Message Center. ``sub_type`` is the server's word verbatim.

    ``undelivered`` tells the status of each message that is not simply there (VERIFYING, BLOCKED, …) by its id.
    ``settled`` is the message after which an agent said that no answer is needed. ``merged_into`` is the case in which
    this thread is shown and answered, while that stands.
    """

    case = models.OneToOneField(DeskCase, on_delete=models.CASCADE, primary_key=True, related_name="thread")
    read = models.BooleanField(default=False)
    sub_type = models.CharField(max_length=100, blank=True)
    offer_id = models.CharField(max_length=64, blank=True)
    undelivered = models.JSONField(default=dict)
    settled = models.CharField(max_length=100, blank=True)
    merged_into = models.ForeignKey(
        DeskCase, null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_threads"
    )
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    merged_at = models.DateTimeField(null=True, blank=True)


class Unread(models.Model):
    """A thread that stands in a list and could not be read: lists hold threads that then answer 404. It is tried again
    when it moves, and with each sweep."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="unread_threads")
    remote_id = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=300)
    raw = models.JSONField()
    why = models.TextField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "remote_id"], name="desk_unread_once")]


class Returned(models.Model):
    """A customer return beside its case. ``rejection_code`` is empty until it is rejected."""

    case = models.OneToOneField(DeskCase, on_delete=models.CASCADE, primary_key=True, related_name="returned")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="returns")
    order_id = models.CharField(max_length=64, blank=True)
    rejection_code = models.CharField(max_length=60, blank=True)
    rejection_reason = models.CharField(max_length=300, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["connection", "order_id"], name="desk_return_order")]


class Tie(models.Model):
    """Two cases that are shown together because somebody (or, where ``by`` is empty, the desk) says they belong so."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="ties")
    one = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="desk_tie_once")]
        indexes = [models.Index(fields=["other"], name="desk_tie_other")]
