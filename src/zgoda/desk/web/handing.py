"""Forms about who answers: the forward to the Warehouse, and what a person did or saw at the marketplace itself."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zgoda.desk.cases import actions, forwarding
from zgoda.desk.cases.actions import By, Draft, ManualStep
from zgoda.desk.cases.refusals import Refused
from zgoda.desk.crm import comments
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.store.models import DeskCase, Kind, Outgoing
from zgoda.desk.web import words
from zgoda.domain.actors import Role


def forward(request: HttpRequest, case: DeskCase, by: By) -> Outgoing | Refused | ManualStep:
    """S1-52: with its note."""
    return actions.forward(case, request.POST.get("text", ""), by)


def note_by_hand(request: HttpRequest, case: DeskCase, by: By) -> tuple[str, str] | None:
    """The case went to the Warehouse, or came back, on the marketplace's own page: an internal comment with the note,
    and who answers from now on. What is wrong with the form, by field."""
    note, came_back = request.POST.get("text", ""), request.POST.get("to") == Role.SELLER
    why = None if came_back else forwarding.refused(case, note)
    if why is not None:
        return "text", words.refusal(why)
    head = _("The Warehouse handed this case back.") if came_back else _("Forwarded to the Warehouse with this note:")
    comments.add(case, f"{head}\n\n{note}".strip(), by.user, by.form_token)
    if not came_back:
        audit.note(case.shop_id, by.user, What.CASE_FORWARDED, case=case.pk)
    party = Role.SELLER if came_back else Role.WAREHOUSE
    actions.note_done_by_hand(case, Draft(Kind.TO_WAREHOUSE, payload={"to": party.value}), by)
    forwarding.noted(case.pk)
    return None
