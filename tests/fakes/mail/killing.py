"""A worker that sends a letter of this test's database is killed with SIGKILL, and another one comes."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from tests.centre.test_killed import ROOT, address
from tests.fakes.mail.starting import MailServer
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import requeue_abandoned, run_pending
from zgoda.engine.mailing.sending import Delivery

LOST = ("PERHAPS", "the worker did not come back")
SENT = ("SENT", "")
AFTER = {
    "written": (1, SENT),
    "agreed": (1, SENT),
    "leaving": (0, LOST),
    "half": (0, LOST),
    "unanswered": (1, LOST),
    "given": (1, LOST),
    "noted": (1, SENT),
}
"""By the point of the kill: how many letters arrived in the end, and what is known of it."""


def killed_at(point: str, post_office: MailServer) -> None:
    environment = {
        **os.environ,
        "ZGODA_DATABASE_URL": address(),
        "ZGODA_DATA": str(settings.DATA_DIR),
        "ZGODA_EMAIL_URL": post_office.url,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
    command = [sys.executable, "-m", "tests.fakes.mail.dying", point]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def another_worker_comes(model: type[Delivery]) -> None:
    """When the leases of the dead one and the pauses of its jobs are over."""
    past = real_now() - timedelta(hours=1)
    DBTaskResult.objects.update(started_at=past)
    model._default_manager.update(leased_until=past)
    requeue_abandoned()
    DBTaskResult.objects.filter(status="READY").update(run_after=real_now())
    run_pending()


def fates(model: type[Delivery]) -> list[tuple[str, str]]:
    """What became of each letter, and why."""
    return list(model._default_manager.order_by("created_at", "pk").values_list("state", "reason"))
