"""What a case's page says of a thing that waits: until when, or for whom."""

from django.utils import timezone
from django.utils.translation import gettext as _

from zgoda.desk.sending import gate, queue
from zgoda.desk.store.models import DeskCase, Outgoing, SendState
from zgoda.desk.web import words
from zgoda.domain.writers import Mode, mode_of
from zgoda.engine.clock import real_now


def waits(row: Outgoing, case: DeskCase) -> bool:
    """Queued, while nobody has armed its writer."""
    return row.state == SendState.QUEUED and _mode(row, case) is Mode.OFF


def state_words(row: Outgoing, case: DeskCase) -> str:
    """How far it is; for what waits to be sent, when that will be. Real time, which is what sending goes by."""
    said = words.state_words(row)
    if row.state != SendState.QUEUED:
        return said
    if _mode(row, case) is Mode.OFF:
        return _("Waiting until sending is turned on")
    at = queue.leaves_at(row, case.connection_id, real_now()).astimezone(timezone.get_current_timezone())
    tried = _("not taken yet, tried again") if row.last_error else said
    return _("%(said)s; will be sent at %(at)s") % {"said": tried, "at": f"{at:%H:%M:%S}"}


def _mode(row: Outgoing, case: DeskCase) -> Mode:
    return mode_of(case.connection.writers, gate.writer_of(row, case.family))
