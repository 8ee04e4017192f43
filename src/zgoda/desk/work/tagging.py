"""Tags: words of the shop's own on its cases."""

from collections.abc import Sequence

from django.db import transaction

from zgoda.accounts.models import User
from zgoda.desk.store.models import DeskCase
from zgoda.desk.work import history
from zgoda.desk.work.models import Tag, Tagged, What, Work

MOST = 8
_LONGEST = 30


def read(text: str) -> list[str]:
    """Names out of what was typed, split at commas, each once whatever its case."""
    named: dict[str, str] = {}
    for one in text.split(","):
        name = " ".join(one.split())[:_LONGEST]
        if name:
            named.setdefault(name.casefold(), name)
    return list(named.values())[:MOST]


@transaction.atomic
def put(case: DeskCase, names: Sequence[str], by: User | None = None) -> None:
    """The case has these tags and no others; new ones become the shop's."""
    tags = [_tag(case.shop_id, name) for name in names]
    Tagged.objects.filter(case=case).exclude(tag__in=tags).delete()
    Tagged.objects.bulk_create((Tagged(case=case, tag=tag) for tag in tags), ignore_conflicts=True)
    labels = ", ".join(tag.name for tag in tags)
    before = Work.objects.filter(case=case).values_list("labels", flat=True).first() or ""
    Work.objects.update_or_create(case=case, defaults={"labels": labels, "ended": case.ended})
    if labels != before:
        history.note([case.pk], What.TAGS, labels, by)


def of_shop(shop_id: int) -> list[tuple[int, str]]:
    """Every tag in use or used once: id and name."""
    return list(Tag.objects.filter(shop_id=shop_id).values_list("pk", "name"))


def _tag(shop_id: int, name: str) -> Tag:
    return Tag.objects.get_or_create(shop_id=shop_id, key=name.casefold()[:_LONGEST], defaults={"name": name})[0]
