"""The sample's own account in a shop: there, wanted again, or not."""

from zgoda.desk.first_run.models import FirstRun
from zgoda.desk.store.models import Connection, Shop


def of(shop_id: int) -> Connection | None:
    return Connection.objects.filter(shop_id=shop_id, is_sample=True).first()


def mark(connection: Connection) -> None:
    """This is the sample's: it may be taken away whole."""
    Connection.objects.filter(pk=connection.pk).update(is_sample=True)


def is_unwanted(shop: Shop) -> bool:
    """Somebody took it away, so it does not come back by itself."""
    return FirstRun.objects.filter(shop=shop).exclude(sample_removed_at=None).exists()


def want_again(shop_id: int) -> None:
    """It comes back the next time the sample is loaded."""
    FirstRun.objects.filter(shop_id=shop_id).update(sample_removed_at=None)
