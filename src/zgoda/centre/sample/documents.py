"""Sales documents of the sample, added at their past instants through the same acts as everybody's."""

from datetime import datetime
from uuid import UUID

import msgspec

from zgoda.accounts.models import Role as AccountRole
from zgoda.accounts.models import User
from zgoda.centre.orders import documents
from zgoda.centre.orders.documents import Paper
from zgoda.centre.sample.offsets import length
from zgoda.centre.sample.scenarios import SampleBroken, sample_id
from zgoda.centre.store.models import Order
from zgoda.domain.actors import Actor, Role
from zgoda.domain.sales_documents import DocumentRefused, DocumentWhy
from zgoda.engine import clock


class Document(msgspec.Struct, frozen=True):
    """One line of ``documents.jsonl``: by the seller (S) or the Warehouse (W), a file or a link."""

    order: UUID
    at: str
    by: str
    number: str
    name: str
    link: str


def replay_document(line: str, now: datetime) -> None:
    """Raises `SampleBroken` where the rules refuse it. On a day on which orders had no provider of their own yet (C-15)
    the seller adds what is the Warehouse's since."""
    told = msgspec.json.decode(line, type=Document)
    order = Order.objects.defer("form").get(pk=told.order)
    instant, seller = now - length(told.at), Actor(Role.SELLER, order.seller_id)
    by = seller
    if told.by == "W":
        by = Actor(Role.WAREHOUSE, User.objects.filter(role=AccountRole.WAREHOUSE, sample=True).earliest("pk").pk)
    with clock.at(instant):
        made = _added(told, by, instant)
        if isinstance(made, DocumentRefused) and made.why is DocumentWhy.NOT_YOUR_ORDER:
            made = _added(told, seller, instant)
    if isinstance(made, DocumentRefused):
        raise SampleBroken(f"document of {told.order}: {made.why}")


def _added(told: Document, by: Actor, at: datetime) -> object:
    if told.link:
        return documents.add_link(told.order, by, told.link, now=at)
    paper = Paper(told.name, told.number, page_of(f"{told.number}  -  zamowienie {str(told.order)[:8]}"))
    return documents.add(told.order, by, paper, sample_id(f"document-{told.order}-{told.number}"), now=at)


def page_of(words: str) -> bytes:
    """A PDF of one page with a line of plain letters on it, as any reader opens it."""
    drawn = f"BT /F1 18 Tf 72 760 Td ({words}) Tj 0 -28 Td (Przyklad, bez znaczenia ksiegowego) Tj ET".encode("ascii")
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    written, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, count = len(written), len(parts) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return written + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
