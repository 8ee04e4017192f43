"""SIGKILL in the middle of a sweep or a job loses nothing and doubles nothing."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.centre.stage import MS, opened
from zgoda.centre.handle import fire_due
from zgoda.centre.mailing.models import Letter
from zgoda.engine import journal
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import requeue_abandoned, run_pending
from zgoda.engine.timers import sweep

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]


def killed_while(what, instant):
    """Run ``tests.centre.killed`` on this test's database; it must die by SIGKILL."""
    environment = {
        **os.environ,
        "ZGODA_DATABASE_URL": address(),
        "ZGODA_DATA": str(settings.DATA_DIR),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
    command = [sys.executable, "-m", "tests.centre.killed", what, instant.isoformat()]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def address():
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    host = f"?host={database['HOST']}" if database["HOST"].startswith("/") else ""
    place = "" if host else f"{database['HOST']}:{database['PORT']}"
    return f"postgresql://{database['USER']}:{database['PASSWORD']}@{place}/{database['NAME']}{host}"


def test_a_sweep_killed_half_way_is_as_if_it_had_not_begun():
    case = opened()
    now = case.deadlines.answer_due + MS
    killed_while("sweep", now)
    assert len(journal.read(case.id)) == 2
    assert sweep(now, lambda stream: fire_due(stream, now=now)).fired == 1
    assert [entry.type for entry in journal.read(case.id)][2:] == ["AnswerMissed"]


def test_a_job_whose_worker_was_killed_is_run_by_another():
    opened()
    killed_while("job", real_now())
    assert DBTaskResult.objects.get().status == "RUNNING"
    assert run_pending() == 0
    DBTaskResult.objects.update(started_at=real_now() - timedelta(hours=1))
    Letter.objects.update(leased_until=real_now() - timedelta(hours=1))
    assert requeue_abandoned() == 1
    assert run_pending() == 1
    assert len(mail.outbox) == 1
