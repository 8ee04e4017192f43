"""Letters as their tests look at them."""

from uuid import uuid4

from django_tasks_db.models import DBTaskResult

from tests.fakes.mail import killing
from tests.files.pictures import PDF
from zgoda.centre.mailing.models import Letter
from zgoda.centre.orders import documents
from zgoda.centre.orders.documents import Paper
from zgoda.centre.store.models import Order, SalesDocument
from zgoda.domain.actors import Actor, Role
from zgoda.engine import clock
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import run_pending


def tried_again() -> None:
    """Run what is ready, as if the pauses of jobs were over."""
    DBTaskResult.objects.filter(status="READY").update(run_after=real_now())
    run_pending()


def fates() -> list[tuple[str, str]]:
    """What became of each letter of the centre, and why."""
    return killing.fates(Letter)


def document_added(order: Order, by: Actor | None = None) -> SalesDocument:
    """A sales document of the order, by its seller where nobody else is named."""
    paper = Paper("FV 1.pdf", "FV 1/2026", PDF)
    made = documents.add(order.pk, by or Actor(Role.SELLER, order.seller_id), paper, uuid4(), now=clock.now())
    assert isinstance(made, SalesDocument), made
    return made
