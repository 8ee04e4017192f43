"""What stands beside the desk's cases: an integration for each connection, tickets, and the words that are searched."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import connection as database
from django.db import transaction

from zgoda.desk.crm import tickets
from zgoda.desk.crm.models import Category, CustomField, Integration, Queue
from zgoda.desk.store.models import Connection, DeskCase, DeskMessage, DeskShipment
from zgoda.desk.work import searching

_AT_ONCE = 5000


def fill(now: datetime) -> None:
    """As starting an integration and reading the cases would have left them."""
    for connection in Connection.objects.all():
        shop_id = connection.shop_id
        queue, _ = Queue.objects.get_or_create(shop_id=shop_id, name="Allegro")
        category, _ = Category.objects.get_or_create(shop_id=shop_id, name="Dyskusje")
        field, _ = CustomField.objects.get_or_create(
            shop_id=shop_id, name="Login Allegro", defaults={"created_at": now}
        )
        integration = Integration.objects.create(
            shop_id=shop_id,
            connection=connection,
            name=connection.name,
            login_field=field,
            queue=queue,
            category=category,
            running=True,
            started_at=now,
            created_at=now,
        )
        tickets.catch_up(integration, now - timedelta(days=30))
    _words()


def _words() -> None:
    last = DeskCase.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for first in range(1, last + 1, _AT_ONCE):
        some = range(first, first + _AT_ONCE)
        said, parcels = defaultdict[int, list[str]](list), dict[int, str]()
        for case_id, text in DeskMessage.objects.filter(case_id__in=some).values_list("case_id", "text").iterator():
            said[case_id].append(text)
        parcels |= DeskShipment.objects.filter(order_id__in=some).values_list("order_id", "waybill")
        cases = DeskCase.objects.filter(pk__in=some).only("shop_id", "subject", "buyer_login", "reference", "ended")
        rows = [(case.pk, searching.words_of(case, said[case.pk], [parcels[case.pk]])) for case in cases]
        with transaction.atomic():
            database.connection.executemany("INSERT INTO work_search (rowid, words) VALUES (?, ?)", rows)
