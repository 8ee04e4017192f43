"""The Warehouse's prepared texts: kept in rows, edited here, with holes that each case fills."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre.incidents.models import PreparedText
from zgoda.centre.incidents.texts import HOLES, slips
from zgoda.centre.web.staff.frame import person
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.engine import clock


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.WAREHOUSE)
def texts(request: HttpRequest) -> HttpResponse:
    """All of them; a text saved under a name that exists takes its place, an empty one takes it away."""
    name = request.POST.get("name", "").replace("\x00", "").strip()[:80]
    text = request.POST.get("text", "").replace("\x00", "").replace("\r\n", "\n").strip()
    error = ""
    if request.method == "POST":
        error = _error(name, text)
        if not error:
            _save(request, name, text)
            return redirect("warehouse_texts")
    context = {
        "rows": list(PreparedText.objects.select_related("changed_by")),
        "holes": ", ".join(f"{{{hole}}}" for hole in HOLES),
        "name": name,
        "text": text,
        "error": error,
    }
    return render(request, "warehouse/texts.html", context, status=422 if error else 200)


def _error(name: str, text: str) -> str:
    if not name:
        return _("Give the text a name.")
    if len(text) > TEXT_LENGTH:
        return _("The text is too long.")
    never = slips(text)
    return _("There is no such variable: %(names)s.") % {"names": ", ".join(never)} if never else ""


def _save(request: HttpRequest, name: str, text: str) -> None:
    if not text:
        PreparedText.objects.filter(name=name).delete()
        messages.success(request, _("The text is gone."))
        return
    changed = {"text": text, "changed_by": person(request), "changed_at": clock.now()}
    PreparedText.objects.update_or_create(name=name, defaults=changed)
    messages.success(request, _("The text is saved."))
