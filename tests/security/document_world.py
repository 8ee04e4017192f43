"""A sales document and a link of an order, with a hostile name and number."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from tests.files.pictures import PDF
from zgoda.accounts.models import User
from zgoda.centre.orders import documents
from zgoda.centre.orders.documents import Paper
from zgoda.centre.store.models import DocumentLink, Order, SalesDocument
from zgoda.domain.actors import Actor, Role


def sales_document(users: Mapping[str, User], order: Order, words: str, now: datetime) -> None:
    """Both by the seller."""
    seller = Actor(Role.SELLER, users["seller"].pk)
    paper = Paper(words[:70].replace("/", "") + ".pdf", words[:100], PDF)
    made = documents.add(order.pk, seller, paper, uuid4(), now=now)
    assert isinstance(made, SalesDocument), made
    link = documents.add_link(order.pk, seller, f"https://{words[:9]}.example/?<pwned>", now=now)
    assert isinstance(link, DocumentLink), link
