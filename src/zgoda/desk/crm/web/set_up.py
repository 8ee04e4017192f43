"""Administration → Advanced → Integrations → E-commerce → "Allegro Discussions": which account, consent, settings."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zgoda.accounts import recent
from zgoda.desk.crm import customers, integrations
from zgoda.desk.crm.integrations import Settings
from zgoda.desk.crm.models import Category, Integration, Queue
from zgoda.desk.crm.web import words
from zgoda.desk.crm.web.administration import HERE
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.sending.web import switches
from zgoda.desk.store.models import Connection, Member
from zgoda.desk.web import rendering
from zgoda.desk.web.connections import row_of
from zgoda.desk.web.frame import frame, health
from zgoda.desk.web.membership import connector_required
from zgoda.desk.web.words import confirm_text
from zgoda.domain.writers import Writer
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole

SAVE, START = "save", "start"
"""S3-23: the two buttons."""


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def new(request: HttpRequest, member: Member) -> HttpResponse:
    """Which account: one connected already, or another one that is connected first."""
    if request.method == "POST":
        connection = row_of(member, whole(request.POST.get("connection", "")) or 0)
        return redirect("desk-integration", integrations.begin(connection).pk)
    free = Connection.objects.filter(shop_id=member.shop_id, integration=None).order_by("pk")
    now = real_now()
    context = {"free": [(row.pk, health(row, now), urlsplit(row.api_url).netloc) for row in free]}
    return rendering.page(request, "crm/integration_new.html", frame(member, HERE, now), context)


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def one(request: HttpRequest, member: Member, integration_id: int) -> HttpResponse:
    """S3-13…S3-23: authorisation with its button, the settings, "Save" and "Save and start"."""
    row = _row(member, integration_id)
    values, errors = _stored(row), []
    arms = set(integrations.armed(row.connection) if row.running else row.arms)
    if request.method == "POST":
        before, arms = set(arms), {one for one in request.POST.getlist("arms") if one in set(Writer)}
        values = {name: request.POST.get(name, "") for name in values}
        if arms != before:
            recent.demand(request)
        errors = [(name, words.objection(why)) for name, why in integrations.save(row, _settings(values, arms))]
        if not errors and request.POST.get("then") == START:
            refused = integrations.start(row)
            errors = [("", words.objection(refused))] if refused else []
        if not errors:
            _note(member, row, before)
            messages.success(request, _told(row))
            return redirect("desk-integration", row.pk)
    answer = rendering.page(
        request,
        "crm/integration.html",
        frame(member, HERE, real_now()),
        {**_context(row), "values": values, "arms": switches.options(arms), "errors": errors},
        422 if errors else 200,
    )
    # Browsers hold the policy's form-action against the redirect to the server's consent page as well.
    server = urlsplit(row.connection.auth_url)
    answer._csp_update = {"form-action": [f"{server.scheme}://{server.netloc}"]}  # type: ignore[attr-defined]
    return answer


@require_POST
@connector_required
def stop(request: HttpRequest, member: Member, integration_id: int) -> HttpResponse:
    """Stop reading and sending for this account; tickets stay."""
    row = _row(member, integration_id)
    integrations.stop(row)
    audit.note(member.shop_id, member.user, What.CONNECTION_CHANGED, row.name, act="stop")
    messages.success(request, _("Stopped: nothing is read and nothing is sent until you start it again."))
    return redirect("desk-integration", row.pk)


def _note(member: Member, row: Integration, before: set[str]) -> None:
    act = "start" if row.running else "save"
    audit.note(member.shop_id, member.user, What.CONNECTION_CHANGED, row.name, act=act)
    on, off = sorted(set(row.arms) - before), sorted(before - set(row.arms))
    for what, writers in ((What.SENDING_ON, on), (What.SENDING_OFF, off)):
        if writers:
            audit.note(member.shop_id, member.user, what, row.name, act=act, writers=" ".join(writers))


def _row(member: Member, integration_id: int) -> Integration:
    rows = Integration.objects.select_related("connection", "queue", "category")
    return get_object_or_404(rows, pk=integration_id, shop_id=member.shop_id)


def _told(row: Integration) -> str:
    if row.running:
        return _("Saved, and it runs: Discussions of the last 30 days are being read, ended ones too.")
    return _("Saved. Start it when you are ready.")


def _stored(row: Integration) -> dict[str, str]:
    fresh = row.saved_at is None
    return {
        "name": row.name,
        "field": str(row.login_field_id or ""),
        "queue": row.queue.name if row.queue else "",
        "category": row.category.name if row.category else "",
        "resolved_to": row.resolved_to,
        "unresolved_to": row.unresolved_to,
        "closure_message": confirm_text() if fresh else row.closure_message,
        "footer": row.footer,
        "answers": "1" if row.answers_automatically else "",
        "automatic_answer": row.automatic_answer,
    }


def _settings(values: dict[str, str], arms: set[str]) -> Settings:
    return Settings(
        name=values["name"],
        field_id=whole(values["field"]),
        queue=values["queue"],
        category=values["category"],
        resolved_to=values["resolved_to"],
        unresolved_to=values["unresolved_to"],
        closure_message=values["closure_message"],
        footer=values["footer"],
        answers_automatically=bool(values["answers"]),
        automatic_answer=values["automatic_answer"],
        arms=frozenset(map(Writer, arms)),
    )


def _context(row: Integration) -> dict[str, object]:
    shop = row.shop_id
    return {
        "row": row,
        "connection": row.connection,
        "health": health(row.connection, real_now()),
        "host": urlsplit(row.connection.api_url).netloc,
        "is_authorised": integrations.is_authorised(row.connection),
        "fields": [
            ("", _("choose")),
            *((one.pk, f"{one.name} · {words.field_type(one.kind)}") for one in customers.fields_of(shop)),
        ],
        "queues": list(Queue.objects.filter(shop_id=shop).values_list("name", flat=True)),
        "categories": list(Category.objects.filter(shop_id=shop).values_list("name", flat=True)),
        "statuses": words.ticket_statuses(),
    }
