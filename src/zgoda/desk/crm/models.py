"""The seller's customers, the integration that turns read cases into tickets, and the tickets with their comments."""

from django.conf import settings
from django.db import models

from zgoda.desk.store.models import Connection, DeskCase, Member, Shop
from zgoda.domain.customers import FieldType
from zgoda.domain.tickets import Source, StatusMapping, TicketStatus

FIELD_TYPES = [(kind.value, kind.value) for kind in FieldType]
TICKET_STATUSES = [(status.value, status.value) for status in TicketStatus]


class CustomField(models.Model):
    """A field that the seller added to customers' records."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="custom_fields")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=FIELD_TYPES, default=FieldType.TEXT)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["shop", "name"], name="crm_field_once")]


class Customer(models.Model):
    """A person or company the seller keeps a record of."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="customers")
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["shop", "-id"], name="crm_customer_recent")]


class CustomerValue(models.Model):
    """What a record holds in one custom field. ``key`` is the value as it is compared: case-folded."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="values")
    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="values")
    value = models.CharField(max_length=300)
    key = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "field"], name="crm_value_once")]
        indexes = [models.Index(fields=["field", "key"], name="crm_value_key")]


class CustomerEmail(models.Model):
    """One address of a customer. ``key`` is its bare form case-folded, by which a buyer is recognised (B9-02)."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="emails")
    address = models.CharField(max_length=254)
    key = models.CharField(max_length=254, db_index=True)
    with_order = models.BooleanField(default=False)

    class Meta:
        ordering = ["with_order", "id"]
        constraints = [models.UniqueConstraint(fields=["customer", "address"], name="crm_email_once")]


class Queue(models.Model):
    """A queue in which tickets land."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="queues")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["shop", "name"], name="crm_queue_once")]


class Category(models.Model):
    """A category that tickets are given."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["shop", "name"], name="crm_category_once")]


class Integration(models.Model):
    """S3-16…S3-23: "Allegro Discussions" for one connected account, with its settings.

    ``arms`` are the writers that the administrator ticked: starting arms them. ``started_at`` is when it ran first;
    ``running`` whether it runs now.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="integrations")
    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="integration")
    name = models.CharField(max_length=80)
    login_field = models.ForeignKey(CustomField, null=True, on_delete=models.PROTECT, related_name="integrations")
    queue = models.ForeignKey(Queue, null=True, on_delete=models.PROTECT, related_name="integrations")
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="integrations")
    resolved_to = models.CharField(max_length=8, choices=TICKET_STATUSES, default=TicketStatus.SOLVED)
    unresolved_to = models.CharField(max_length=8, choices=TICKET_STATUSES, default=TicketStatus.WAITING)
    closure_message = models.TextField(blank=True)
    footer = models.TextField(blank=True)
    answers_automatically = models.BooleanField(default=False)
    automatic_answer = models.TextField(blank=True)
    arms = models.JSONField(default=list, blank=True)
    running = models.BooleanField(default=False)
    saved_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    @property
    def mapping(self) -> StatusMapping:
        return StatusMapping(TicketStatus(self.resolved_to), TicketStatus(self.unresolved_to))


class Automatic(models.TextChoices):
    """How far a ticket's automatic answer is; empty where none is meant."""

    NONE = "", ""
    DUE = "DUE", "DUE"
    QUEUED = "QUEUED", "QUEUED"
    LEFT_OUT = "LEFT_OUT", "LEFT_OUT"


class Ticket(models.Model):
    """S3-02, S3-04: the seller's ticket about a case: source, subject, queue, category, status, customer.

    ``customer`` is set when the ticket is made, or never (S3-30). ``offer_id`` is the offer that the case names, if
    any. ``comments`` counts its comments, so that a page asks for them only where there are some. A ticket without an
    integration carries comments alone.
    """

    case = models.OneToOneField(DeskCase, on_delete=models.CASCADE, primary_key=True, related_name="ticket")
    integration = models.ForeignKey(Integration, null=True, on_delete=models.SET_NULL, related_name="tickets")
    source = models.CharField(max_length=10, default=Source.ALLEGRO)
    subject = models.CharField(max_length=500, blank=True)
    queue = models.ForeignKey(Queue, null=True, on_delete=models.SET_NULL, related_name="tickets")
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL, related_name="tickets")
    status = models.CharField(max_length=8, choices=TICKET_STATUSES, default=TicketStatus.OPEN)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="tickets")
    offer_id = models.CharField(max_length=64, blank=True)
    automatic = models.CharField(max_length=8, choices=Automatic.choices, default=Automatic.NONE, blank=True)
    comments = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()


class Comment(models.Model):
    """P-07, S3-36: an internal word about a case, never shown to the buyer. ``form_token`` makes a form submitted
    twice one comment."""

    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    form_token = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "form_token"], name="crm_comment_form_once")]
        indexes = [models.Index(fields=["case", "created_at", "id"], name="crm_comment_order")]


class Mention(models.Model):
    """A member named in a comment. ``case`` repeats the comment's, for the member's list."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="crm_mention_once")]
        indexes = [models.Index(fields=["member", "-id"], name="crm_mention_of_member")]
