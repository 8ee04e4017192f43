"""Sessions in the database, revocable at once; read by a prepared query, because every page pays for it."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from zgoda.engine.prepared import Prepared

_ALIVE = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), str, datetime)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = _ALIVE(self.session_key or "", timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]
