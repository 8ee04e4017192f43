"""The rows of sales documents in the table of all addresses × all visitors."""

from uuid import uuid4

from tests.files.pictures import PDF
from tests.security.verdicts import Row, api, fixed, page, people, program
from tests.security.world import World
from zgoda.centre.store.models import SalesDocument
from zgoda.desk.documents.models import DocumentWrite

PUBLIC = "application/vnd.allegro.public.v1+json"


def document_rows() -> list[Row]:
    """Programs of the seller add and read; the file itself is the buyer's."""
    own = program(own=True)
    order = {"at": lambda world: {"form_id": world.order.pk}, "unknown": {"form_id": uuid4()}}
    return [
        page("centre", "purchases/<uuid:order_id>/documents/<uuid:document_id>", people("buyer"), **_bought()),
        api(
            "order/checkout-forms/<str:form_id>/invoices",
            "GET POST",
            own,
            body=fixed({"file": {"name": "a.pdf"}}),
            kind=PUBLIC,
            **order,
        ),
        api(
            "order/checkout-forms/<str:form_id>/invoices/<str:invoice_id>/file",
            "PUT",
            own,
            body=fixed(PDF),
            kind="application/pdf",
            at=lambda world: {"form_id": world.order.pk, "invoice_id": _document(world)},
            unknown={"form_id": uuid4()},
        ),
        api(
            "order/<str:order_id>/billing-documents/links",
            "POST",
            own,
            body=fixed({"url": "https://docs.example/1"}),
            kind=PUBLIC,
            at=lambda world: {"order_id": world.order.pk},
            unknown={"order_id": uuid4()},
        ),
    ]


def desk_document_rows() -> list[Row]:
    """All members look, only those who write act; another shop's case has none."""
    members, writers = people("owner", "agent", "read_only"), people("owner", "agent")
    own = {"at": lambda world: {"case_id": world.desk_case.pk}, "unknown": {"case_id": 999_999_999}}
    one = {
        "at": lambda world: {"case_id": world.desk_case.pk, "write_id": DocumentWrite.objects.get().pk},
        "unknown": {"write_id": uuid4()},
    }
    return [
        page("desk", "cases/<int:case_id>/documents", members, **own),
        page("desk", "cases/<int:case_id>/documents/add", writers, "POST", body=fixed({"number": "1"}), **own),
        page("desk", "cases/<int:case_id>/documents/<uuid:write_id>", writers, "POST", **one),
    ]


def _bought() -> dict[str, object]:
    return {
        "at": lambda world: {"order_id": world.order.pk, "document_id": _document(world)},
        "unknown": {"document_id": uuid4()},
    }


def _document(world: World) -> object:
    return SalesDocument.objects.get(order=world.order).pk
