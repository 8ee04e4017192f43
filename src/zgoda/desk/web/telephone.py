"""What buyers are told of the seller: telephone, address, working hours; kept by a server that offers it (C-36).

Nothing of it is kept here: the form shows what the server says now, and what is sent is set however often it is sent.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zgoda.desk.allegro import own
from zgoda.desk.allegro.failures import CallFailed
from zgoda.desk.allegro.opening import client_for
from zgoda.desk.allegro.pace import Lane
from zgoda.desk.house import written
from zgoda.desk.house.words import weekdays
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.store.models import Connection, ConnectionState, Member
from zgoda.desk.web import rendering, words
from zgoda.desk.web.connections import row_of
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import connector_required
from zgoda.domain.hotline import is_number
from zgoda.domain.working_hours import Opening
from zgoda.engine.clock import real_now
from zgoda.wire.contacts import OpenTime, SellerContact

DAYS = tuple(f"day{number}" for number in range(7))
FIELDS = ("phone", "email", *DAYS)


@dataclass(slots=True)
class Form:
    """``values`` as they stand in the fields; ``errors`` are pairs (field, sentence)."""

    values: dict[str, str]
    errors: list[tuple[str, str]] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def contact(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """C-36, S1-27: the number behind "Product" on offer pages, and the hours in which the hotline hands calls over."""
    row = row_of(member, connection_id)
    refused = _why_not(row)
    form = _typed(request) if request.method == "POST" else None
    if form is not None and not refused and _sent(row, form):
        audit.note(member.shop_id, member.user, What.CONNECTION_CHANGED, row.name, act="contact")
        messages.success(request, _("Buyers are told so from now on; copies of offer pages may be five minutes old."))
        return redirect("desk-contact", row.pk)
    if form is None:
        form = Form(dict.fromkeys(FIELDS, ""))
        refused = refused or _read(row, form)
    context = {
        "row": row,
        "refused": refused,
        "values": form.values,
        "errors": form.errors,
        "said": dict(form.errors),
        "days": weekdays(),
    }
    around = frame(member, "connections", real_now())
    return rendering.page(request, "desk/contact.html", around, context, 422 if form.errors else 200)


def _why_not(row: Connection) -> str:
    """Why nothing can be set through this connection now, or nothing."""
    if own.SELLER_CONTACT not in own.features(row.capabilities):
        return _("This server does not offer it. Set your telephone number and hours on the marketplace's own pages.")
    if row.state != ConnectionState.CONNECTED:
        return _("The account is not connected now.")
    if row.shop.stopped_at is not None:
        return _("All sending of the shop is stopped; nothing is changed at the marketplace until it goes on.")
    return ""


def _read(row: Connection, form: Form) -> str:
    """Fill the form as the server has it. A server that cannot be asked gets no form, which would empty everything
    there; then the sentence that says so."""
    try:
        told = own.seller_contact(client_for(row, Lane.SCREEN))
    except CallFailed as failed:
        return words.trouble(failed.kind, failed.trace_id)
    form.values["phone"], form.values["email"] = told.phone or "", told.email or ""
    for name, day in zip(DAYS, told.week or [], strict=False):
        form.values[name] = written.show_openings([_minutes(one) for one in day])
    return ""


def _typed(request: HttpRequest) -> Form:
    return Form(
        {name: request.POST.get(name, "").replace("\x00", "").strip()[:300] for name in ("phone", "email", *DAYS)}
    )


def _sent(row: Connection, form: Form) -> bool:
    """Whether it stands at the server now; else the form says what is wrong."""
    week = [written.openings(form.values[name]) for name in DAYS]
    for name, day in zip(DAYS, week, strict=True):
        if day is None:
            form.errors.append((name, _("Write times like 9:00–12:30, 13:00–17:00, or leave it empty.")))
    if form.values["phone"] and not is_number(form.values["phone"]):
        form.errors.append(("phone", _("Write the number with digits, such as +48 22 123 45 67.")))
    if form.values["email"] and not _is_address(form.values["email"]):
        form.errors.append(("email", _("This is not an e-mail address.")))
    if form.errors:
        return False
    told = SellerContact(
        phone=form.values["phone"] or None,
        email=form.values["email"] or None,
        week=[[_told(opening) for opening in day or ()] for day in week],
    )
    try:
        own.set_seller_contact(client_for(row, Lane.SCREEN), told)
    except CallFailed as failed:
        form.errors.append(("", failed.told.for_people or words.trouble(failed.kind, failed.trace_id)))
    return not form.errors


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _minutes(time: OpenTime) -> Opening:
    return _of_day(time.since), _of_day(time.until)


def _of_day(text: str) -> int:
    """Minutes of the day; what is no time is midnight: the person at the form sees and mends it."""
    hour, _colon, minute = text.partition(":")
    return int(hour) * 60 + int(minute) if hour.isdecimal() and minute.isdecimal() else 0


def _told(opening: Opening) -> OpenTime:
    begin, end = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in opening)
    return OpenTime(since=begin, until=end)
