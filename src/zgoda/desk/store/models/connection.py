"""A connection to one seller account on one server, what could not be read from it, and a log of its syncs."""

from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zgoda.desk.store.models.shop import Shop
from zgoda.desk.store.secret import SecretField
from zgoda.domain.writers import Mode, are_any


class ConnectionState(models.TextChoices):
    """Whether the desk may speak for the seller."""

    NEEDS_CONSENT = "NEEDS_CONSENT", _("needs your consent")
    CONNECTED = "CONNECTED", _("connected")
    PAUSED = "PAUSED", _("paused")


class Connection(models.Model):
    """One seller account. Roots are three because uploads and sign-in live on their own hosts.

    ``token_generation`` counts stored token pairs: a refresh is valid only for the generation it started from.
    ``clock_offset_ms`` is the server's clock minus ours. ``capabilities`` is null where the server states none.
    ``writers`` says what may be sent (`domain.writers`); none named is none armed. ``is_sample``: the sample's own
    account, which may be taken away with all it brought. ``last_error`` is for developers; ``trouble`` is its kind,
    for which the pages have words, and ``trace_id`` what the server's support asks for.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="connections")
    name = models.CharField(max_length=80)
    api_url = models.CharField(max_length=300)
    auth_url = models.CharField(max_length=300)
    upload_url = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200)
    client_secret = SecretField(blank=True, default="")
    redirect_uri = models.CharField(max_length=300, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    user_id = models.CharField(max_length=64, blank=True)
    login = models.CharField(max_length=200, blank=True)
    market = models.CharField(max_length=2, default="pl")
    language = models.CharField(max_length=5, default="pl-PL")
    scopes = models.TextField(blank=True)
    state = models.CharField(max_length=13, choices=ConnectionState.choices, default=ConnectionState.NEEDS_CONSENT)
    capabilities = models.JSONField(null=True, blank=True)
    capabilities_read_at = models.DateTimeField(null=True, blank=True)
    clock_offset_ms = models.BigIntegerField(default=0)

    access_token = SecretField(blank=True, default="")
    refresh_token = SecretField(blank=True, default="")
    access_expires_at = models.DateTimeField(null=True, blank=True)
    refresh_expires_at = models.DateTimeField(null=True, blank=True)
    token_generation = models.PositiveIntegerField(default=0)
    refresh_lease = models.CharField(max_length=32, blank=True)
    refresh_lease_until = models.DateTimeField(null=True, blank=True)
    refresh_uncertain_at = models.DateTimeField(null=True, blank=True)

    import_started_at = models.DateTimeField(null=True, blank=True)
    import_finished_at = models.DateTimeField(null=True, blank=True)
    import_offset = models.PositiveIntegerField(default=0)
    import_cases = models.PositiveIntegerField(default=0)
    order_cursor = models.CharField(max_length=40, blank=True)
    next_sync_at = models.DateTimeField(null=True, blank=True, db_index=True)
    next_sweep_at = models.DateTimeField(null=True, blank=True)
    sync_lease = models.CharField(max_length=32, blank=True)
    sync_lease_until = models.DateTimeField(null=True, blank=True)
    last_sync_ok_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    trouble = models.CharField(max_length=20, blank=True)
    trace_id = models.CharField(max_length=64, blank=True)
    writers = models.JSONField(default=dict, blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "api_url", "user_id"], condition=~Q(user_id=""), name="desk_account_once"
            ),
        ]

    @property
    def is_sending(self) -> bool:
        """Whether anything that is written for this account may reach the marketplace."""
        return are_any(self.writers, Mode.ARMED)

    def server_now(self, now: datetime) -> datetime:
        """The server's present instant: every clock of its cases is judged by it."""
        moment = now + timedelta(milliseconds=self.clock_offset_ms)
        return moment.astimezone(UTC)

    def __repr__(self) -> str:
        return f"<Connection {self.pk} {self.login or self.name} {self.state}>"


class Quarantine(models.Model):
    """A record the desk could not read, kept whole, so that one bad record never costs a page."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="quarantined")
    what = models.CharField(max_length=40)
    remote_id = models.CharField(max_length=100, blank=True)
    raw = models.JSONField()
    why = models.TextField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "what", "remote_id"], name="desk_quarantine_once")]


class SyncRun(models.Model):
    """One run of a sync: what it read, what it cost, how it ended."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    requests = models.PositiveIntegerField(default=0)
    cases_seen = models.PositiveIntegerField(default=0)
    cases_changed = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    trouble = models.CharField(max_length=20, blank=True)
    trace_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["connection", "-started_at"], name="desk_run_recent")]
