"""Macros: writing and keeping them, and their texts filled for one case."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zgoda.desk.cases import case_page
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import writer_required
from zgoda.desk.work import owning
from zgoda.desk.work.models import Macro
from zgoda.desk.work.web import filling, owners
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.domain.macros import fill, missing, unknown
from zgoda.engine.clock import real_now

_LONGEST = 80
Wrong = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """``missing`` names what the case does not hold; the text keeps those holes."""

    name: str
    text: str
    missing: str


@require_safe
@writer_required
def of_case(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """All macros filled for this case, as a menu for its composer or, without scripts, as a page to copy from."""
    page = case_page.read(member.shop_id, case_id, real_now())
    if page is None:
        raise Http404
    known = filling.values(page, member.user.username, member.shop.name)
    texts = [(one.name, fill(one.text, known)) for one in of_member(member)]
    filled = [Filled(name, text, ", ".join(f"{{{hole}}}" for hole in missing(text))) for name, text in texts]
    values = {"case": page.case, "macros": filled, "query": request.GET.urlencode()}
    if "HX-Request" in request.headers:
        return rendering.part(request, "work/_macros.html", values)
    return rendering.page(request, "work/macros_of_case.html", frame(member, "open", real_now()), values)


@require_http_methods(["GET", "POST"])
@writer_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """One's own, the teams' and the shop's, and a form for one more."""
    errors: Wrong = ()
    if request.method == "POST":
        errors = _wrong(request)
        if not errors:
            whose = owning.chosen(member, request.POST.get("whose", ""))
            Macro.objects.create(shop_id=member.shop_id, **whose, **_typed(request))
            return redirect("/macros")
    values = {
        "macros": [(row, owners.words(row), owning.may_change(row, member)) for row in _kept(member)],
        "owners": owners.choices(member),
        "whose": request.POST.get("whose", ""),
        "legend": filling.legend(),
        "errors": errors,
        "typed": _typed(request),
    }
    return rendering.page(
        request, "work/macros.html", frame(member, "macros", real_now()), values, 422 if errors else 200
    )


@require_POST
@writer_required
def one(request: HttpRequest, member: Member, macro_id: int) -> HttpResponse:
    """Change or remove one that is one's own, one's team's or, as an administrator, the shop's."""
    macro = get_object_or_404(_kept(member), pk=macro_id)
    if not owning.may_change(macro, member):
        raise Http404
    if request.POST.get("what") == "delete":
        macro.delete()
    elif not _wrong(request):
        Macro.objects.filter(pk=macro.pk).update(**_typed(request))
    return redirect("/macros")


def of_member(member: Member) -> QuerySet[Macro]:
    """The shop's, one's teams' and one's own."""
    return Macro.objects.filter(owning.usable(member))


def _kept(member: Member) -> QuerySet[Macro]:
    return Macro.objects.filter(owning.seen(member)).select_related("team")


def _typed(request: HttpRequest) -> dict[str, str]:
    return {
        "name": request.POST.get("name", "").strip()[:_LONGEST],
        "text": request.POST.get("text", "").strip()[:TEXT_LENGTH],
    }


def _wrong(request: HttpRequest) -> Wrong:
    typed = _typed(request)
    if not typed["name"]:
        return (("name", _("Give the macro a name.")),)
    if not typed["text"]:
        return (("text", _("Write the macro's text.")),)
    strange = unknown(typed["text"])
    if strange:
        named = ", ".join(f"{{{name}}}" for name in strange)
        return (("text", _("There is no variable %(names)s. Choose from the list below.") % {"names": named}),)
    return ()
