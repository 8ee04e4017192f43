"""What was sent to whom and why, for the administrator; and sending again what did not arrive."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.mailing import log, sending
from zgoda.centre.mailing.models import Letter
from zgoda.centre.web.staff.frame import person
from zgoda.domain.notifications import LETTERS, Kind
from zgoda.engine.mailing.sending import State
from zgoda.look.words.letters import kind_name, letter_state_name

SHOWN_STATES = (
    "",
    State.PERHAPS,
    State.FAILED,
    State.WAITING,
    State.SENT,
    State.SWITCHED_OFF,
    State.NOT_NEEDED,
    State.NO_ADDRESS,
)
"""The states to choose from; what is being sent right now is among all."""


@never_cache
@require_safe
@role_required(Role.ADMIN)
def letters(request: HttpRequest) -> HttpResponse:
    """Newest first; by who got it or what it was about, by kind and by state."""
    chosen = {name: request.GET.get(name, "") for name in ("q", "kind", "state")}
    if chosen["kind"] not in {"", *Kind} or chosen["state"] not in SHOWN_STATES:
        raise Http404
    try:
        asked = log.Asked(words=chosen["q"], kind=chosen["kind"], state=chosen["state"])
        page = log.page(asked, request.GET.get("before", ""))
    except log.NoSuchPage:
        raise Http404 from None
    context = {
        "rows": page.rows,
        "older": _address(chosen, before=page.older) if page.older else "",
        "q": chosen["q"],
        "kind": chosen["kind"],
        "state": chosen["state"],
        "kinds": [("", _("All")), *((kind.value, kind_name(kind)) for kind in LETTERS)],
        "states": [
            {
                "label": letter_state_name(state) if state else _("All"),
                "href": _address({**chosen, "state": state}),
                "current": state == chosen["state"],
                "count": None,
            }
            for state in SHOWN_STATES
        ],
    }
    return render(request, "admin/letters.html", context)


@never_cache
@require_safe
@role_required(Role.ADMIN)
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """One letter with its words; of a hidden case only that it was sent (S1-56)."""
    row = Letter.objects.select_related("to").filter(pk=letter_id).first()
    if row is None:
        raise Http404
    context = {
        "row": log.row_of(row),
        "text": "" if row.hidden else row.text,
        "may_go_again": row.state in sending.MAY_GO_AGAIN,
        "again": list(row.sent_again.select_related("by").order_by("-at", "-id")[:20]),
    }
    return render(request, "admin/letter.html", context)


@require_POST
@role_required(Role.ADMIN)
def again(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Sends it again where it was not sent, or perhaps not; who did so is kept."""
    if not Letter.objects.filter(pk=letter_id).exists():
        raise Http404
    if sending.again(letter_id, person(request)):
        messages.success(request, _("The letter is on its way again."))
    else:
        messages.error(request, _("This letter is not sent again: it was sent, or it is on its way."))
    return redirect("letter", letter_id)


def _address(chosen: dict[str, str], **more: str) -> str:
    kept = {name: value for name, value in {**chosen, **more}.items() if value}
    return f"?{urlencode(kept)}"
