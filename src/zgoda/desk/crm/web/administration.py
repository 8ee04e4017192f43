"""Administration at the desk: the custom fields of the CRM, and the integrations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.desk.crm import customers
from zgoda.desk.crm import integrations as use_cases
from zgoda.desk.crm.models import Integration
from zgoda.desk.crm.web import words
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame, health
from zgoda.desk.web.membership import connector_required
from zgoda.domain.customers import FieldType, may_hold_login
from zgoda.engine.clock import real_now

HERE = "administration"


@require_safe
@connector_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """S3-11, S3-12: the sections; "CRM" with the custom fields, "Advanced" with the integrations."""
    return rendering.page(request, "crm/administration.html", frame(member, HERE, real_now()), {})


@require_safe
@connector_required
def fields(request: HttpRequest, member: Member) -> HttpResponse:
    """S3-11: the custom fields of the shop, and which of them may hold a login."""
    rows = [
        (row.name, words.field_type(row.kind), _("yes") if may_hold_login(FieldType(row.kind)) else _("no"))
        for row in customers.fields_of(member.shop_id)
    ]
    return rendering.page(request, "crm/fields.html", frame(member, HERE, real_now()), {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def new_field(request: HttpRequest, member: Member) -> HttpResponse:
    """S3-09…S3-11: add a field, confirm. Any name will do; the type cannot be changed later."""
    values = {"name": request.POST.get("name", "").strip()[:80], "kind": request.POST.get("kind", FieldType.TEXT)}
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        if not values["name"]:
            errors.append(("name", _("Give the field a name.")))
        if values["kind"] not in set(FieldType):
            errors.append(("kind", _("Choose what the field holds.")))
        if not errors and use_cases.add_field(member.shop, values["name"], values["kind"]) is None:
            errors.append(("name", _("There is a field of this name already.")))
        if not errors:
            messages.success(request, _("The field “%(name)s” is there.") % {"name": values["name"]})
            return redirect("desk-fields")
    context = {"values": values, "errors": errors, "types": words.field_types()}
    around = frame(member, HERE, real_now())
    return rendering.page(request, "crm/field_new.html", around, context, 422 if errors else 200)


@require_safe
@connector_required
def integrations(request: HttpRequest, member: Member) -> HttpResponse:
    """S3-12: section E-commerce, "Allegro Discussions": those set up, and the way to set one up."""
    now = real_now()
    rows = Integration.objects.filter(shop_id=member.shop_id).select_related("connection")
    shown = [(row, health(row.connection, now)) for row in rows]
    return rendering.page(request, "crm/integrations.html", frame(member, HERE, now), {"shown": shown})
