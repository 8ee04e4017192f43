"""The tokens of one connection in its row: who may renew them, and how a lost answer is survived.

A refresh token dies when it is used, so exactly one worker may use it. The right is a lease column taken by one
conditional UPDATE; the network call runs outside any transaction; both new tokens are stored by one UPDATE that holds
only for the generation it started from. A worker that wakes up late with the only good pair may still store it; one
that wakes up late with a refusal may not condemn a pair that has since been replaced.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import F, Q

from zgoda.desk.allegro import failures, oauth
from zgoda.desk.allegro.roots import Roots
from zgoda.desk.store.models import Connection, ConnectionState
from zgoda.desk.store.secret import Secret
from zgoda.engine.clock import real_now

EARLY = timedelta(minutes=5)
"""A token this close to its end is renewed before it is used."""

LEASE = timedelta(seconds=60)
"""Longer than the slowest token call."""

WAIT_STEP = 0.2
LONGEST_WAIT = 70.0


def roots_of(connection: Connection) -> Roots:
    """The three roots of a connection."""
    return Roots(connection.api_url, connection.auth_url, connection.upload_url)


def app_of(connection: Connection) -> oauth.App:
    """The application a connection was made with."""
    return oauth.App(roots_of(connection), connection.client_id, connection.client_secret, connection.redirect_uri)


def store(connection_id: int, pair: oauth.TokenPair, *, generation: int | None = None) -> bool:
    """Both tokens at once. With ``generation`` only while no other pair has been stored since."""
    rows = Connection.objects.filter(pk=connection_id)
    if generation is not None:
        rows = rows.filter(token_generation=generation)
    changed = rows.update(
        access_token=pair.access,
        refresh_token=pair.refresh,
        access_expires_at=pair.access_expires_at,
        refresh_expires_at=pair.refresh_expires_at,
        scopes=pair.scopes,
        token_generation=F("token_generation") + 1,
        refresh_lease="",
        refresh_lease_until=None,
        refresh_uncertain_at=None,
    )
    if changed:
        Connection.objects.filter(pk=connection_id, state=ConnectionState.NEEDS_CONSENT).update(
            state=ConnectionState.CONNECTED, last_error="", trouble="", trace_id=""
        )
    return changed == 1


class Fixed:
    """A token that is not stored yet: good for asking whose it is."""

    def __init__(self, token: Secret) -> None:
        self._token = token

    def current(self) -> Secret:
        return self._token

    def renewed(self, refused: Secret) -> Secret:
        """There is no other."""
        raise _consent_needed()


class StoredTokens:
    """The client's token source for a connection."""

    def __init__(
        self,
        connection_id: int,
        now: Callable[[], datetime] = real_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._id = connection_id
        self._now = now
        self._sleep = sleep

    def current(self) -> Secret:
        """The stored token; renewed first when its end is near, unless that fails and it still lives."""
        row = self._row()
        expires = row.access_expires_at
        if row.state == ConnectionState.NEEDS_CONSENT:
            raise _consent_needed()
        if row.state == ConnectionState.PAUSED:
            raise failures.Stopped("connection", told=failures.Told(for_developers="paused"))
        if expires is not None and expires - self._now() > EARLY:
            return row.access_token
        try:
            return self.renewed(row.access_token)
        except failures.ConsentNeeded:
            raise
        except failures.CallFailed:
            if expires is not None and expires > self._now():
                return row.access_token
            raise

    def renewed(self, refused: Secret) -> Secret:
        """A token other than ``refused``: another worker's if one renewed meanwhile, else by our own refresh."""
        waited = 0.0
        while True:
            row = self._row()
            if row.access_token != refused:
                return row.access_token
            if row.state == ConnectionState.NEEDS_CONSENT or not row.refresh_token:
                raise _consent_needed()
            lease = uuid4().hex
            if self._take_lease(lease, row.token_generation):
                return self._refresh(row, lease)
            if waited > LONGEST_WAIT:
                raise failures.NotReached("token refresh", told=failures.Told(for_developers="another holds it"))
            self._sleep(WAIT_STEP)
            waited += WAIT_STEP

    def _row(self) -> Connection:
        return Connection.objects.get(pk=self._id)

    def _take_lease(self, lease: str, generation: int) -> bool:
        now = self._now()
        free = Q(refresh_lease="") | Q(refresh_lease_until__lt=now)
        rows = Connection.objects.filter(free, pk=self._id, token_generation=generation)
        return rows.update(refresh_lease=lease, refresh_lease_until=now + LEASE) == 1

    def _refresh(self, row: Connection, lease: str) -> Secret:
        try:
            pair = oauth.refresh(app_of(row), row.refresh_token, self._now())
        except failures.Refusal as refusal:
            return self._refused(row, lease, refusal)
        except failures.CallFailed as problem:
            self._release(lease, uncertain=problem.uncertain)
            raise
        store(self._id, pair, generation=row.token_generation)
        return pair.access

    def _refused(self, row: Connection, lease: str, refusal: failures.Refusal) -> Secret:
        """``invalid_grant``: the pair is dead, unless another worker has stored a newer one."""
        dead = Connection.objects.filter(pk=self._id, token_generation=row.token_generation)
        reason = "The answer to a token renewal was lost." if row.refresh_uncertain_at else str(refusal)
        noted = {"last_error": reason, "trouble": "ConsentNeeded", "trace_id": refusal.trace_id}
        if dead.update(state=ConnectionState.NEEDS_CONSENT, **noted):
            self._release(lease, uncertain=False)
            raise _consent_needed(refusal.trace_id)
        return self._row().access_token

    def _release(self, lease: str, *, uncertain: bool) -> None:
        """The next refresh uses the same token again: within its minute of grace the server repeats the answer."""
        rows = Connection.objects.filter(pk=self._id, refresh_lease=lease)
        marks = {"refresh_uncertain_at": self._now()} if uncertain else {}
        rows.update(refresh_lease="", refresh_lease_until=None, **marks)


def _consent_needed(trace_id: str = "") -> failures.ConsentNeeded:
    return failures.ConsentNeeded("connection", 401, failures.Told(("invalid_grant",)), trace_id)
