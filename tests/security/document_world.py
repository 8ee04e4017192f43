"""A sales document and a link of an order, with a hostile name and number, at both ends."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from tests.files.pictures import PDF
from zgoda.accounts.models import User
from zgoda.centre.orders import documents
from zgoda.centre.orders.documents import Paper
from zgoda.centre.store.models import DocumentLink, Order, SalesDocument
from zgoda.desk.documents.models import DocumentWrite, OrderDocuments
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import DeskCase
from zgoda.domain.actors import Actor, Role


def sales_document(users: Mapping[str, User], order: Order, words: str, now: datetime) -> None:
    """Both by the seller."""
    seller = Actor(Role.SELLER, users["seller"].pk)
    paper = Paper(words[:70].replace("/", "") + ".pdf", words[:100], PDF)
    made = documents.add(order.pk, seller, paper, uuid4(), now=now)
    assert isinstance(made, SalesDocument), made
    link = documents.add_link(order.pk, seller, f"https://{words[:9]}.example/?<pwned>", now=now)
    assert isinstance(link, DocumentLink), link


def desk_documents(case: DeskCase, words: str, now: datetime) -> None:
    """What the server listed, which nobody asks again for years, and one to add that the server refused."""
    seen = {
        "invoices": [{"id": "1", "name": words[:90], "number": words, "created_at": None, "uploaded_at": None}],
        "links": [{"url": f"https://{words[:9]}.example/?<pwned>", "created_at": None}],
    }
    seen["invoices"][0]["security"] = words
    order = {"connection_id": case.connection_id, "order_id": case.order_id}
    OrderDocuments.objects.create(seen=seen, read_at=now, tried_at=now + timedelta(days=9000), **order)
    DocumentWrite.objects.create(
        file_id=uuid4(),
        name=words[:90],
        number=words[:90],
        created_at=now,
        state=WriteState.FAILED,
        not_before=now,
        last_error=words,
        **order,
    )
