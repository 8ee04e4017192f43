"""Pages of exports: cases as a file, and a buyer's data, handed out or erased."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zgoda.accounts import recent
from zgoda.desk.people import audit, buyers, case_export, holdings
from zgoda.desk.people.case_export import Filter
from zgoda.desk.people.models import What
from zgoda.desk.people.web.days import day_after, first_of_day
from zgoda.desk.store.models import DeskCase, Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import may_required
from zgoda.domain.members import Act
from zgoda.engine.clock import real_now
from zgoda.look.streams import download

HERE = "administration"
STATES = ("open", "ended")
_EXPORTS = {"csv": case_export.as_csv, "jsonl": case_export.as_json}


@require_safe
@may_required(Act.EXPORT)
def index(request: HttpRequest, member: Member) -> HttpResponse:
    types = DeskCase.objects.filter(shop_id=member.shop_id).order_by("type").values_list("type", flat=True).distinct()
    context = {"types": [("", _("all")), *((one, one) for one in types if one)], "states": _states()}
    return rendering.page(request, "people/data.html", frame(member, HERE, real_now()), context)


@require_safe
@may_required(Act.EXPORT)
def cases(request: HttpRequest, member: Member) -> HttpResponseBase:
    """``as``: ``csv`` or ``jsonl`` (with the messages). The export stands in the log."""
    kind, state = request.GET.get("as", ""), request.GET.get("state", "")
    kind = kind if kind in _EXPORTS else "csv"
    wanted = Filter(
        since=first_of_day(request.GET.get("since", "")),
        until=day_after(request.GET.get("until", "")),
        type=request.GET.get("type", "")[:40],
        state=state if state in STATES else "",
    )
    audit.note(member.shop_id, member.user, What.CASES_EXPORTED, kind)
    return download(_EXPORTS[kind](member.shop_id, wanted), f"cases.{kind}")


@require_POST
@may_required(Act.EXPORT)
def buyer(request: HttpRequest, member: Member) -> HttpResponse:
    """What is held about a login, in figures, with the two things one may do. By POST: no address names a buyer."""
    held = _held(request, member)
    if held is None:
        return redirect("desk-data")
    context = {"held": held, "may_erase": member.may(Act.ERASE), "found": _found(held)}
    return rendering.page(request, "people/buyer.html", frame(member, HERE, real_now()), context)


@require_POST
@may_required(Act.EXPORT)
def buyer_file(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Everything held about the login, as JSON lines."""
    held = _held(request, member)
    if held is None:
        return redirect("desk-data")
    audit.note(member.shop_id, member.user, What.BUYER_EXPORTED, cases=len(held.cases), orders=len(held.orders))
    return download(buyers.export(held), "buyer.jsonl")


@require_POST
@may_required(Act.ERASE)
def erase(request: HttpRequest, member: Member) -> HttpResponse:
    """For good. Asks for the password again."""
    recent.demand(request)
    if _held(request, member) is None:
        return redirect("desk-data")
    held = buyers.erase(member.shop_id, _login(request), member.user)
    if held.open_cases:
        sentence = ngettext(
            "One case of this buyer is still open. Erase when it has ended.",
            "%(count)s cases of this buyer are still open. Erase when they have ended.",
            held.open_cases,
        )
        messages.error(request, sentence % {"count": held.open_cases})
    elif held.being_sent:
        messages.error(
            request,
            _("A message to this buyer is being sent right now. Nothing was erased; try again in a few minutes."),
        )
    else:
        messages.success(request, _("Erased. The figures stay; nothing names the buyer any more."))
    return redirect("desk-data")


def _login(request: HttpRequest) -> str:
    return request.POST.get("login", "").strip()[:200]


def _held(request: HttpRequest, member: Member) -> holdings.Holdings | None:
    """None, and told, where the form names nobody or nothing is held."""
    login = _login(request)
    held = holdings.of(member.shop_id, login)
    if held:
        return held
    if login:
        messages.info(request, _("Nothing is held about this login."))
    else:
        messages.error(request, _("Type the buyer's login at the marketplace."))
    return None


def _found(held: holdings.Holdings) -> list[tuple[str, int]]:
    return [
        (_("Cases with their messages"), len(held.cases)),
        (_("of them open"), held.open_cases),
        (_("Orders"), len(held.orders)),
        (_("Ratings"), len(held.ratings)),
        (_("Records of the CRM"), len(held.customers)),
        (_("Files sent"), len(held.files)),
        (_("Records set aside because they could not be read"), len(held.quarantined) + len(held.unread)),
    ]


def _states() -> list[tuple[str, str]]:
    return [("", _("all")), ("open", _("open")), ("ended", _("ended"))]
