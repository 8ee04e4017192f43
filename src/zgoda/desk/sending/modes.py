"""Arming writers one by one, and the stop of a shop that beats all of them. Who did it stands in the shop's log."""

from collections.abc import Mapping

from django.db import transaction

from zgoda.accounts.models import User
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.store.models import Connection, DeskCase, Outgoing, SendState, Shop
from zgoda.domain.writers import Mode, Writer, mode_of
from zgoda.engine.clock import real_now

WHY_MAX = 300


def put(connection_id: int, wanted: Mapping[Writer, Mode], by: User) -> dict[str, str]:
    """These writers into these modes, the others as they are; what changed. The log tells of arming and of the rest
    apart."""
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection_id)
        changed = {
            writer.value: mode.value for writer, mode in wanted.items() if mode_of(row.writers, writer) is not mode
        }
        if changed:
            Connection.objects.filter(pk=row.pk).update(writers={**row.writers, **changed})
        armed = {writer: mode for writer, mode in changed.items() if mode == Mode.ARMED}
        disarmed = {writer: mode for writer, mode in changed.items() if mode != Mode.ARMED}
        for what, modes in ((What.SENDING_ON, armed), (What.SENDING_OFF, disarmed)):
            if modes:
                audit.note(row.shop_id, by, what, row.name, **modes)
    return changed


def stop(shop_id: int, why: str, by: User) -> bool:
    """Nothing more leaves for any account of the shop, whoever wrote it, from the moment this is stored: the outbox
    asks when it takes a row up and again before the request. False: it is stopped already."""
    with transaction.atomic():
        going = Shop.objects.filter(pk=shop_id, stopped_at=None)
        reason = why.strip()[:WHY_MAX]
        if not going.update(stopped_at=real_now(), stopped_by=by.username, stopped_why=reason):
            return False
        audit.note(shop_id, by, What.SENDING_STOPPED, reason)
    return True


def resume(shop_id: int, by: User) -> bool:
    """What was armed before the stop is armed again, and what waited leaves. False: nothing was stopped."""
    with transaction.atomic():
        stopped = Shop.objects.filter(pk=shop_id).exclude(stopped_at=None)
        if not stopped.update(stopped_at=None, stopped_by="", stopped_why=""):
            return False
        audit.note(shop_id, by, What.SENDING_RESUMED)
    return True


def waiting(shop_id: int) -> int:
    """How many things wait to be sent."""
    rows = Outgoing.objects.filter(state=SendState.QUEUED, case__in=DeskCase.objects.filter(shop_id=shop_id))
    return rows.count()
