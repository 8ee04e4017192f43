"""The desk adds a document to an order at the centre over HTTP; its buyer finds it there."""

from uuid import uuid4

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from tests.centre import stage
from tests.desk.documents.conftest import brought
from tests.desk.test_with_the_centre import _one_process, connected, imported
from tests.files.pictures import PDF
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.store.models import SalesDocument
from zgoda.desk.documents import reading, writing
from zgoda.desk.documents.models import DocumentWrite
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import Connection
from zgoda.engine import jobs

pytestmark = pytest.mark.django_db
__all__ = ["_one_process", "connected"]


@rule("P-33", "S4-09")
def test_a_document_of_the_desk_is_the_buyers_at_the_centre(connected: Connection, settings: Settings) -> None:
    settings.SCAN_COMMAND = []
    stage.opened()
    case, agent = imported(), User.objects.create_user("ola")
    writing.add(case, "FV 1", brought(agent), agent, uuid4())
    jobs.run_pending()
    assert DocumentWrite.objects.get().state == WriteState.SENT, DocumentWrite.objects.get().last_error
    document = SalesDocument.objects.get()
    (listed,) = reading.seen_of(reading.documents_of(connected, case.order_id)).invoices
    assert (listed.id, listed.number, listed.security) == (str(document.pk), "FV 1", "ACCEPTED")
    buyer = Browser()
    buyer.force_login(document.order.buyer)
    answer = buyer.get(f"/purchases/{document.order_id}/documents/{document.pk}")
    assert b"".join(answer.streaming_content) == PDF
