"""``seed.py OUR_DATABASE``: the desk's cases as tickets, through the ORM's ``bulk_create``.

The first message is the ticket's description, the others are its follow-ups; the order's number stands in the title.
"""

# ruff: noqa: E402 -- Django is set up before its models are imported

import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from helpdesk.models import FollowUp, Queue, Ticket

_AT_ONCE = 5000
_CASES = (
    "SELECT id, subject, order_id, buyer_login, ended, opened_at, answer_due, reason FROM desk_deskcase "
    "WHERE id >= ? AND id < ? ORDER BY id"
)
_MESSAGES = (
    "SELECT case_id, text, created_at, author_role FROM desk_deskmessage "
    "WHERE case_id >= ? AND case_id < ? ORDER BY case_id, created_at, id"
)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    Ticket._meta.get_field("created").auto_now_add = False
    agent = get_user_model().objects.create(
        username="agent", is_staff=True, is_superuser=True, email="agent@example.test", password="!"
    )
    ours = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    last = ours.execute("SELECT max(id) FROM desk_deskcase").fetchone()[0]
    for begin in range(1, last + 1, _AT_ONCE):
        with transaction.atomic():
            _copy(ours, begin, agent)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(ours: sqlite3.Connection, begin: int, agent: object) -> None:
    said = {}
    for case_id, text, at, role in ours.execute(_MESSAGES, (begin, begin + _AT_ONCE)):
        said.setdefault(case_id, []).append((text, _instant(at), role))
    tickets = list(_tickets(ours.execute(_CASES, (begin, begin + _AT_ONCE)), said))
    Ticket.objects.bulk_create(tickets, batch_size=2000)
    follow_ups = [
        FollowUp(
            ticket_id=case_id,
            date=at,
            title="Comment",
            comment=text,
            public=True,
            user=agent if role == "SELLER" else None,
        )
        for case_id, messages in said.items()
        for text, at, role in messages[1:]
    ]
    FollowUp.objects.bulk_create(follow_ups, batch_size=4000)


def _tickets(rows: object, said: dict) -> Iterator[Ticket]:
    for number, subject, order, login, ended, opened, due, reason in rows:
        yield Ticket(
            id=number,
            title=f"{subject} {order}",
            queue=_queue(reason or "OTHER"),
            created=_instant(opened),
            modified=_instant(opened),
            submitter_email=f"{login}@example.test",
            status=4 if ended else 1,
            description=said[number][0][0],
            priority=3,
            due_date=_instant(due) if due else None,
        )


_queues: dict = {}


def _queue(reason: str) -> Queue:
    if reason not in _queues:
        slug = reason.lower().replace("_", "-")[:50]
        _queues[reason] = Queue.objects.create(title=reason[:100], slug=slug, allow_public_submission=True)
    return _queues[reason]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


if __name__ == "__main__":
    main()
