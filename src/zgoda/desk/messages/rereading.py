"""One thread or return read again, as ``fold.reread`` does for issues."""

from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import NotFound
from zgoda.desk.messages import returns, threads
from zgoda.desk.messages.sources import RETURN_FAMILY
from zgoda.desk.store.models import DeskCase
from zgoda.engine.clock import real_now


def reread(case: DeskCase, client: Client) -> DeskCase:
    """The case as it stands now; 404 marks it as gone."""
    try:
        if case.family == RETURN_FAMILY:
            returns.reread(case, client)
        else:
            threads.reread(case, client)
    except NotFound:
        DeskCase.objects.filter(pk=case.pk, gone_at=None).update(gone_at=real_now())
    return DeskCase.objects.select_related("connection").get(pk=case.pk)
