"""A report for the server's support: what differed, with trace ids, and whole what could not be read."""

from datetime import datetime

from zgoda.desk.health.state import State
from zgoda.desk.store.models import SyncRun

RUNS = 50


def of(state: State, now: datetime) -> dict[str, object]:
    """JSON values. Only records that could not be read may hold people's words: they are what the support must see."""
    row = state.connection
    runs = SyncRun.objects.filter(connection=row).exclude(error="").order_by("-pk")[:RUNS]
    return {
        "made": _iso(now),
        "connection": {"name": row.name, "server": row.api_url, "account": row.user_id, "login": row.login},
        "lastGoodReading": _iso(row.last_sync_ok_at),
        "clockOffsetMs": row.clock_offset_ms,
        "openCases": {"chatBehind": state.unread, "messagesMissing": state.incomplete, "gone": state.gone},
        "failedReadings": [
            {"at": _iso(run.started_at), "kind": run.kind, "error": run.error, "traceId": run.trace_id} for run in runs
        ],
        "notAsSent": [
            {
                "case": one.case.remote_id,
                "kind": one.kind,
                "state": one.state,
                "writtenAt": _iso(one.created_at),
                "sentAt": _iso(one.sent_at),
                "error": one.last_error if one.state != "HELD" else "",
                "traceId": one.trace_id,
            }
            for one in state.apart
        ],
        "unreadable": [
            {"what": one.what, "why": one.why, "lastSeen": _iso(one.last_seen_at), "raw": one.raw}
            for one in state.quarantined
        ],
        "unknown": [{"what": one.what, "example": one.example} for one in state.oddities],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
