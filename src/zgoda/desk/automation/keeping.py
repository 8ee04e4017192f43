"""Rules written, ordered, switched and removed. Each change stands in the shop's log, in one transaction with it."""

from django.db import transaction
from django.db.models import Max

from zgoda.desk.automation import watching
from zgoda.desk.automation.models import RuleRow, State, Version
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.store.models import Member
from zgoda.domain.automation.rule import Rule
from zgoda.domain.automation.written import to_plain
from zgoda.engine.clock import real_now


def of_shop(shop_id: int) -> list[RuleRow]:
    """In the order in which they are asked."""
    return list(RuleRow.objects.filter(shop_id=shop_id, removed_at=None))


def add(by: Member, name: str, rule: Rule) -> RuleRow:
    """At the end of the order, only watching."""
    now = real_now()
    with transaction.atomic():
        last = RuleRow.objects.filter(shop_id=by.shop_id).aggregate(last=Max("position"))["last"] or 0
        row = RuleRow.objects.create(
            shop_id=by.shop_id, name=name, position=last + 1, since=now, definition=to_plain(rule)
        )
        _keep_version(row, by)
        _note(by, row, "written")
        watching.all_open(by.shop_id)
    return row


def change(by: Member, row: RuleRow, name: str, rule: Rule, seen: int | None = None) -> RuleRow | None:
    """A new version. One that says something else is not armed any more: it watches until somebody arms it anew.
    ``seen`` is the version it was written from, else the row's; None where that is not the latest any more."""
    seen = row.version if seen is None else seen
    definition = to_plain(rule)
    if (row.name, row.definition) == (name, definition):
        return row
    with transaction.atomic():
        row = RuleRow.objects.select_for_update(no_key=True).get(pk=row.pk)
        if row.version != seen:
            return None
        if row.definition != definition:
            row.state = State.OFF if row.state == State.OFF else State.WATCHING
            row.since, row.stopped = real_now(), False
        row.name, row.definition, row.version = name, definition, row.version + 1
        row.save()
        _keep_version(row, by)
        _note(by, row, "changed")
        watching.all_open(row.shop_id)
    return row


def switch(by: Member, row: RuleRow, state: State, seen: int | None = None) -> bool:
    """One rule at a time. What happened before is none of its business. Armed is only what somebody has looked at:
    False where ``seen``, else the row's version, is not the latest any more."""
    if row.state == state:
        return True
    with transaction.atomic():
        rows = RuleRow.objects.filter(pk=row.pk, removed_at=None)
        if state == State.ARMED:
            rows = rows.filter(version=row.version if seen is None else seen)
        if not rows.update(state=state, since=real_now(), stopped=False):
            return False
        _note(by, row, state.lower())
        watching.all_open(row.shop_id)
    return True


def move(by: Member, row: RuleRow, *, up: bool) -> None:
    """Change places with the rule before or after it."""
    with transaction.atomic():
        rows = list(RuleRow.objects.select_for_update(no_key=True).filter(shop_id=row.shop_id, removed_at=None))
        ids = [one.pk for one in rows]
        place = ids.index(row.pk) if row.pk in ids else -1
        other = place - 1 if up else place + 1
        if place < 0 or not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for number, one in enumerate(rows, start=1):
            one.position = number
        RuleRow.objects.bulk_update(rows, ["position"])
        _note(by, row, "moved")


def remove(by: Member, row: RuleRow) -> None:
    """Its log stays."""
    with transaction.atomic():
        RuleRow.objects.filter(pk=row.pk).update(state=State.OFF, removed_at=real_now())
        _note(by, row, "removed")


def _keep_version(row: RuleRow, by: Member) -> None:
    Version.objects.create(
        rule=row, number=row.version, name=row.name, definition=row.definition, by=by.user, at=real_now()
    )


def _note(by: Member, row: RuleRow, did: str) -> None:
    audit.note(by.shop_id, by.user, What.RULES_CHANGED, row.name, did=did, version=row.version)
