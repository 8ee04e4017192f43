"""A notice in words: no word of a buyer, only what happened and where to look."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from zgoda.desk.people.models import Notice
from zgoda.domain.notices import Event
from zgoda.look.words.times import when


class Told(NamedTuple):
    title: str
    sentence: str
    path: str


def told(row: Notice) -> Told:
    """In the active language."""
    at_case = f"/cases/{row.case_id}"
    match Event(row.event):
        case Event.NOT_SENT:
            return Told(
                _("A message was not sent"), _("Something written at the desk waits for your decision."), at_case
            )
        case Event.CLOCK_NEAR:
            named = {"at": when(datetime.fromisoformat(row.key.split(":", 2)[2]))}
            return Told(_("A deadline is near"), _("A case has to be acted on by %(at)s.") % named, at_case)
        case Event.MENTIONED:
            return Told(_("You are mentioned"), _("A colleague names you in an internal comment."), at_case)
        case Event.ESCALATED:
            return Told(_("Please look at a case"), _("A rule of your shop asks you to look at it now."), at_case)
        case Event.HANDED_BACK:
            return Told(
                _("The Warehouse handed a case to you"), _("You answer it from now on; its clock went on."), at_case
            )
        case Event.CONSENT_ENDED:
            name = row.connection.name if row.connection else ""
            sentence = _("The consent for %(name)s has ended: nothing is read and nothing is sent.") % {"name": name}
            return Told(_("A connection has stopped"), sentence, f"/connections/{row.connection_id}")
