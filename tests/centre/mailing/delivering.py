"""Letters as their tests look at them."""

from django_tasks_db.models import DBTaskResult

from tests.fakes.mail import killing
from zgoda.centre.mailing.models import Letter
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import run_pending


def tried_again() -> None:
    """Run what is ready, as if the pauses of jobs were over."""
    DBTaskResult.objects.filter(status="READY").update(run_after=real_now())
    run_pending()


def fates() -> list[tuple[str, str]]:
    """What became of each letter of the centre, and why."""
    return killing.fates(Letter)
