"""The buyer's single acts: each asks first on a page that says what follows, or is sent straight from its button."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zgoda.accounts.models import User
from zgoda.centre.cases import acts
from zgoda.centre.cases.reading import Reading
from zgoda.centre.web.buyer.person import as_actor, buyers_only, form_token, own_reading, parsed_id
from zgoda.domain.actors import Actor, Role
from zgoda.domain.deadlines import business_due
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.permissions import Action
from zgoda.domain.refusals import Refused
from zgoda.domain.routing import responsible_party
from zgoda.look.words.refusals import refusal
from zgoda.look.words.times import day_long, when

Words = str | Promise
Run = Callable[[UUID, Actor, QueryDict, datetime, UUID], acts.Outcome]


@dataclass(frozen=True, slots=True)
class Act:
    """``asks``: the page before it, with what follows in sentences; None is sent from a button in the thread.

    ``done`` is said afterwards; ``done_at_warehouse`` in its place where the Warehouse answers from then on.
    """

    action: Action
    run: Run
    done: Words
    done_at_warehouse: Words = ""
    asks: Callable[[Reading], list[str]] | None = None
    title: Words = ""
    button: Words = ""
    takes_words: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@buyers_only
def act(request: HttpRequest, user: User, case_id: UUID, name: str) -> HttpResponse:
    """GET asks, POST does. What is not possible now is said with its reason and date."""
    known = ACTS.get(name)
    if known is None:
        raise Http404
    reading = own_reading(user, case_id)
    if request.method != "POST":
        return _ask(request, reading, known, "")
    token = form_token(request)
    outcome = known.run(case_id, as_actor(user), request.POST, reading.now, token)
    if not isinstance(outcome, Refused):
        at_warehouse = known.done_at_warehouse and outcome.responsible is Role.WAREHOUSE
        messages.success(request, str(known.done_at_warehouse if at_warehouse else known.done))
        return redirect("discussion", case_id)
    if known.takes_words:
        return _ask(request, reading, known, refusal(outcome), words=request.POST.get("text", ""))
    messages.error(request, refusal(outcome))
    return redirect("discussion", case_id)


def _ask(request: HttpRequest, reading: Reading, known: Act, error: str, words: str = "") -> HttpResponse:
    if known.asks is None:
        raise Http404
    permission = next(one for one in reading.permissions() if one.action is known.action)
    context = {
        "row": reading.row,
        "purchase": reading.case.purchase,
        "title": known.title,
        "button_label": known.button,
        "takes_words": known.takes_words,
        "follows": known.asks(reading) if permission.allowed else [],
        "refused": refusal(permission.refusal) if permission.refusal else "",
        "helper": known.action in (Action.MARK_UNRESOLVED, Action.ASK_PLATFORM_TO_JOIN),
        "error": error if permission.allowed else "",
        "words": words,
        "with_warehouse": reading.case.responsible is Role.WAREHOUSE,
        "at_warehouse": responsible_party(reading.case.purchase, reading.case.reason) is Role.WAREHOUSE,
        "most_words": TEXT_LENGTH,
        "token": uuid4(),
    }
    return render(request, "buyer/ask.html", context, status=422 if error else 200)


def _after_resolved(reading: Reading) -> list[str]:
    follows = [
        _("The Discussion is closed as resolved. Nobody can write in it any more."),
        *_seller_told(reading),
    ]
    if reading.case.buyer_reopens:
        return [
            *follows,
            _("You have re-opened this Discussion once already, so you cannot do it again."),
        ]
    until = day_long(reading.case.deadlines.reopen_until, reading.law.market.zone)
    back = _("If the problem comes back, you can re-open the Discussion once, until the end of %(day)s.")
    return [*follows, back % {"day": until}]


def _after_unresolved(reading: Reading) -> list[str]:
    seller, warehouse = (
        _("It no longer closes by itself. You and the seller can still write here and agree."),
        _("It no longer closes by itself. You and the Warehouse can still write here and agree."),
    )
    return [
        _("The Discussion goes to the consultants of the marketplace."),
        *_seller_told(reading),
        warehouse if reading.case.responsible is Role.WAREHOUSE else seller,
        _("You can mark it as resolved at any time."),
    ]


def _seller_told(reading: Reading) -> list[str]:
    """S1-56: of a hidden case no seller hears anything more."""
    return [] if reading.case.hidden else [_("The seller is told by e-mail.")]


def _after_reopened(reading: Reading) -> list[str]:
    """T-25: whoever the reason names answers, whatever was forwarded before."""
    seller = _("The seller is told by e-mail and has time to answer until %(at)s.")
    warehouse = _("The Warehouse, which sends this order, is told and has time to answer until %(at)s.")
    party = responsible_party(reading.case.purchase, reading.case.reason)
    told = warehouse if party is Role.WAREHOUSE else seller
    return [
        _("You can do this once."),
        told % {"at": when(business_due(reading.now, reading.law).at)},
        _("The same messages stay, and all dates are counted anew."),
    ]


def _after_asked(reading: Reading) -> list[str]:
    seller, warehouse = (
        _("The seller can still answer in the meantime."),
        _("The Warehouse can still answer in the meantime."),
    )
    return [
        _("A consultant of the marketplace reads the whole Discussion and joins it."),
        warehouse if reading.case.responsible is Role.WAREHOUSE else seller,
    ]


def _offer_id(form: QueryDict) -> UUID:
    return parsed_id(form.get("offer", "")) or uuid4()


ACTS: Mapping[str, Act] = {
    "resolve": Act(
        Action.MARK_RESOLVED,
        lambda case, by, form, now, token: acts.mark_resolved(case, by, now=now, command_id=token),
        gettext_lazy("The Discussion is marked as resolved."),
        "",
        _after_resolved,
        gettext_lazy("Is the problem solved?"),
        gettext_lazy("Mark as resolved"),
    ),
    "unresolve": Act(
        Action.MARK_UNRESOLVED,
        lambda case, by, form, now, token: acts.mark_unresolved(case, by, now=now, command_id=token),
        gettext_lazy("The Discussion is marked as unresolved. A consultant of the marketplace will join."),
        "",
        _after_unresolved,
        gettext_lazy("Mark the Discussion as unresolved?"),
        gettext_lazy("Mark as unresolved"),
    ),
    "reopen": Act(
        Action.REOPEN,
        lambda case, by, form, now, token: acts.reopen(case, by, form.get("text", ""), now=now, command_id=token),
        gettext_lazy("The Discussion is open again. The seller was told."),
        gettext_lazy("The Discussion is open again. The Warehouse was told."),
        _after_reopened,
        gettext_lazy("Re-open the Discussion?"),
        gettext_lazy("Re-open the Discussion"),
        takes_words=True,
    ),
    "join": Act(
        Action.ASK_PLATFORM_TO_JOIN,
        lambda case, by, form, now, token: acts.ask_to_join(case, by, now=now, command_id=token),
        gettext_lazy("The marketplace was asked to join. A consultant will come."),
        "",
        _after_asked,
        gettext_lazy("Ask the marketplace to join?"),
        gettext_lazy("Ask the marketplace to join"),
    ),
    "still-a-problem": Act(
        Action.STILL_A_PROBLEM,
        lambda case, by, form, now, token: acts.still_a_problem(case, by, now=now, command_id=token),
        gettext_lazy("The Discussion stays open. Write what is wrong, so that the seller can help."),
        gettext_lazy("The Discussion stays open. Write what is wrong, so that the Warehouse can help."),
    ),
    "accept": Act(
        Action.ACCEPT_OFFER,
        lambda case, by, form, now, token: acts.accept_offer(case, by, _offer_id(form), now=now, command_id=token),
        gettext_lazy("You accepted the offer. The seller was told to carry it out."),
        gettext_lazy("You accepted the offer. The Warehouse was told to carry it out."),
    ),
    "decline": Act(
        Action.DECLINE_OFFER,
        lambda case, by, form, now, token: acts.decline_offer(case, by, _offer_id(form), now=now, command_id=token),
        gettext_lazy("You declined the offer. Tell the seller what would help."),
        gettext_lazy("You declined the offer. Tell the Warehouse what would help."),
    ),
}
"""The last part of the address → what it does."""
