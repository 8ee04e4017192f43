"""Pages of the CRM: finding customers, adding one from a case or by hand, changing a record."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.desk.cases import case_page
from zgoda.desk.crm import customers
from zgoda.desk.crm.customers import Filled
from zgoda.desk.crm.models import Customer, CustomField, Ticket
from zgoda.desk.crm.web import words
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required, writer_required
from zgoda.desk.web.words import about, status
from zgoda.domain.customers import FieldType
from zgoda.engine.clock import real_now

HERE = "customers"
TICKETS = 50
_INPUTS = {FieldType.TEXT: "text", FieldType.NUMBER: "text", FieldType.DATE: "date"}


@require_safe
@member_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """The latest records, or those found by login, name or address."""
    query = request.GET.get("q", "")[:200]
    shown = [
        (
            row,
            [(value.field.name, value.value) for value in row.values.all()],
            [email.address for email in row.emails.all()],
        )
        for row in customers.found(member.shop_id, query)
    ]
    context = {"shown": shown, "q": query}
    return rendering.page(request, "crm/customers.html", frame(member, HERE, real_now()), context)


@require_http_methods(["GET", "HEAD", "POST"])
@writer_required
def new(request: HttpRequest, member: Member) -> HttpResponse:
    """A record filled in by hand."""
    return _add(request, member, {})


@require_http_methods(["GET", "HEAD", "POST"])
@writer_required
def of_case(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """S3-06: add the buyer of a case, with login, name and addresses as they are known. The case's own ticket stays
    at the bare login (S3-30); the buyer's next ones are linked."""
    page = case_page.read(member.shop_id, case_id, real_now())
    if page is None:
        raise Http404
    login, order = page.case.buyer_login, page.order
    names = f"{order.buyer_first_name or ''} {order.buyer_last_name or ''}".strip() if order else ""
    known = {f"field_{pk}": login for pk in customers.login_fields_of(member.shop_id)}
    email = (order.buyer_email if order else "") or customers.email_of(member.shop_id, login)
    return _add(request, member, {"name": names, "email": email, **known}, case_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def one(request: HttpRequest, member: Member, customer_id: int) -> HttpResponse:
    """The record with its addresses and tickets; writers may change it."""
    row = get_object_or_404(Customer, pk=customer_id, shop_id=member.shop_id)
    fields = customers.fields_of(member.shop_id)
    values = {"name": row.name, "email": "", **{f"field_{one.field_id}": one.value for one in row.values.all()}}
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        if not member.may_write:
            raise Http404
        values = _given(request, fields)
        changed = customers.change(row, _filled(values, fields))
        if isinstance(changed, Customer):
            messages.success(request, _("The record is saved."))
            return redirect("desk-customer", row.pk)
        errors = [words.wrong_record(changed)]
    tickets = Ticket.objects.filter(customer=row).select_related("case").order_by("-pk")[:TICKETS]
    context = {
        **_form(fields, values, errors),
        "row": row,
        "emails": [(email.address, email.with_order) for email in row.emails.all()],
        "tickets": [
            (f"/cases/{one.pk}", about(one.case.reason, one.case.subject), status(one.case)[0]) for one in tickets
        ],
        "may_write": member.may_write,
    }
    around = frame(member, HERE, real_now())
    return rendering.page(request, "crm/customer.html", around, context, 422 if errors else 200)


def _add(request: HttpRequest, member: Member, known: dict[str, str], case_id: int = 0) -> HttpResponse:
    fields, errors = customers.fields_of(member.shop_id), []
    values = known
    if request.method == "POST":
        values = _given(request, fields)
        made = customers.add(member.shop_id, _filled(values, fields), member.user)
        if isinstance(made, Customer):
            messages.success(request, _told(case_id))
            return redirect("desk-case", case_id) if case_id else redirect("desk-customer", made.pk)
        errors = [words.wrong_record(made)]
    context = {**_form(fields, values, errors), "case_id": case_id}
    around = frame(member, HERE, real_now())
    return rendering.page(request, "crm/customer_new.html", around, context, 422 if errors else 200)


def _told(case_id: int) -> str:
    if not case_id:
        return _("The customer is added.")
    return _("The customer is added. New Discussions of this login will be linked; this one stays as it is.")


def _given(request: HttpRequest, fields: list[CustomField]) -> dict[str, str]:
    names = ("name", "email", *(f"field_{one.pk}" for one in fields))
    return {name: request.POST.get(name, "")[: customers.VALUE_LENGTH].replace("\0", "") for name in names}


def _filled(values: dict[str, str], fields: list[CustomField]) -> Filled:
    return Filled(values["name"], {one.pk: values[f"field_{one.pk}"] for one in fields}, values["email"])


def _form(fields: list[CustomField], values: dict[str, str], errors: list[tuple[str, str]]) -> dict[str, object]:
    inputs = [
        {
            "name": f"field_{one.pk}",
            "label": one.name,
            "type": _INPUTS.get(FieldType(one.kind), ""),
            "value": values.get(f"field_{one.pk}", ""),
        }
        for one in fields
    ]
    return {"inputs": inputs, "values": {"name": "", "email": "", **values}, "errors": errors}
