"""Who comes in at customers, tickets and the integration (P-43): administration is the owner's and administrators'."""

from collections.abc import Callable, Mapping

from tests.security.verdicts import Row, fixed, page, people
from tests.security.world import HOSTILE, MARK, NOW, World
from zgoda.desk.crm.models import Category, Comment, Customer, CustomerEmail, CustomField, Integration, Queue, Ticket

SHOP = ("owner", "agent", "read_only")
Ids = Callable[[World], dict[str, object]]
DISCUSSIONS = "administration/integrations/allegro-discussions"


def crm_rows(ids: Ids, nothing: Mapping[str, object]) -> list[Row]:
    """``ids`` are the shop's own things, ``nothing`` ids of what does not exist."""
    members, writers, owner = people(*SHOP), people(*SHOP[:2]), people("owner")
    owners, team = people("owner", "other_owner"), people(*SHOP, "other_owner")
    authors = people(*SHOP[:2], "other_owner")
    at = lambda world: {**ids(world), **_made(world)}  # noqa: E731
    own = {"at": at, "unknown": {**nothing, "integration_id": 999_999_999, "customer_id": 999_999_999}}
    word = fixed({"form_token": "f-1", "text": "x", "name": "Anna", "email": ""})
    chosen = lambda world: {"connection": str(world.connection.pk)}  # noqa: E731
    return [
        page("desk", "administration", owners),
        page("desk", "administration/fields", owners),
        page("desk", "administration/fields/new", owners, "GET POST"),
        page("desk", "administration/integrations", owners),
        Row("desk", f"{DISCUSSIONS}/new", {"GET": owners, "POST": owner}, body=chosen),
        page("desk", f"{DISCUSSIONS}/<int:integration_id>", owner, "GET POST", **own),
        page("desk", f"{DISCUSSIONS}/<int:integration_id>/stop", owner, "POST", **own),
        page("desk", "customers", team),
        page("desk", "customers/new", authors, "GET POST"),
        Row("desk", "customers/<int:customer_id>", {"GET": members, "POST": writers}, body=word, **own),  # type: ignore[arg-type]
        page("desk", "cases/<int:case_id>/customer", writers, "GET POST", **own),
        page("desk", "cases/<int:case_id>/comment", writers, "POST", body=word, **own),
        page("desk", "filters", team),
    ]


def _made(world: World) -> dict[str, object]:
    """An integration, its ticket with a comment, and a customer, all of them in hostile words."""
    known = Integration.objects.filter(shop=world.shop).first()
    if known is not None:
        return {"integration_id": known.pk, "customer_id": Customer.objects.get(shop=world.shop, created_by=None).pk}
    shop, case, hostile = world.shop, world.desk_case, MARK + HOSTILE
    field = CustomField.objects.create(shop=shop, name=hostile[:80], created_at=NOW)
    integration = Integration.objects.create(
        shop=shop,
        connection=world.connection,
        name=hostile[:80],
        login_field=field,
        queue=Queue.objects.create(shop=shop, name=hostile[:80]),
        category=Category.objects.create(shop=shop, name=hostile[:80]),
        closure_message=hostile,
        running=True,
        saved_at=NOW,
        created_at=NOW,
    )
    customer = Customer.objects.create(shop=shop, name=hostile[:200], created_at=NOW)
    customer.values.create(field=field, value=hostile[:300], key=hostile[:300].casefold())
    CustomerEmail.objects.create(customer=customer, address=hostile[:254], key=hostile[:254])
    Ticket.objects.create(
        case=case, integration=integration, subject=hostile, customer=customer, comments=1, created_at=NOW
    )
    Comment.objects.create(case=case, text=hostile, form_token="c-0", created_at=NOW)
    return {"integration_id": integration.pk, "customer_id": customer.pk}
