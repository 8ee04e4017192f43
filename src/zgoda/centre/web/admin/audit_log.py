"""The administrator's log on a page."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zgoda.accounts.access import role_required
from zgoda.accounts.models import Role
from zgoda.centre import audit
from zgoda.wire.times import from_wire, to_wire


@never_cache
@require_safe
@role_required(Role.ADMIN)
def audit_log(request: HttpRequest) -> HttpResponse:
    """P-04, P-46, S4-06: newest first, all kinds or one."""
    kind = request.GET.get("kind", "")
    at, _mark, key = request.GET.get("before", "").partition("_")
    instant = from_wire(at) if at else None
    try:
        rows, before = audit.page(kind, (instant, key) if instant else None)
    except (ValueError, ValidationError):  # an address that we never wrote
        raise Http404 from None
    names = {
        "": _("All"),
        "laws": _("Rule sets"),
        "calendars": _("Calendars"),
        "clock": _("Clock"),
        "hotlines": _("Hotline"),
        "order-looks": _("Orders looked at"),
        "reads": _("Cases read"),
        "claim-reads": _("Claims read"),
        "sanctions": _("Warnings and blocks"),
        "recomputed": _("Clocks moved"),
        "letters": _("Letters sent again"),
        "incidents": _("Incidents"),
        "buyers": _("Buyers' data"),
    }
    context = {
        "rows": rows,
        "kinds": [
            {"label": label, "href": f"?kind={name}" if name else "?", "current": name == kind, "count": None}
            for name, label in names.items()
        ],
        "names": names,
        "older": f"?kind={kind}&before={to_wire(before[0])}_{before[1]}" if before else "",
    }
    return render(request, "admin/log.html", context)
