"""The page of the shop's log, with filters, and its export."""

import csv
import json
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from zgoda.desk.people import audit
from zgoda.desk.people.audit import Filter
from zgoda.desk.people.models import AuditEntry, What
from zgoda.desk.people.web.days import day_after, first_of_day
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import may_required
from zgoda.domain.members import Act
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole
from zgoda.look.streams import Echo, download, plain_cell

HERE = "administration"
COLUMNS = ("at", "actor", "what", "about", "details")


@require_safe
@may_required(Act.READ_LOG)
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """The latest deeds, by what, by whom and since when."""
    wanted = _filter(request.GET)
    rows, older = audit.page(member.shop_id, wanted, whole(request.GET.get("before", "")))
    kept = _kept(request.GET)
    context = {
        "rows": [(row, What(row.what).label, _details(row)) for row in rows],
        "kinds": [("", "–"), *What.choices],
        "actors": [("", "–"), *((name, name) for name in audit.actors(member.shop_id))],
        "values": {name: request.GET.get(name, "") for name in ("what", "actor", "since", "until")},
        "older": f"?{kept}&before={older}" if older else "",
        "newest": f"?{kept}" if "before" in request.GET else "",
        "kept": kept,
    }
    return rendering.page(request, "people/log.html", frame(member, HERE, real_now()), context)


@require_safe
@may_required(Act.READ_LOG)
def export(request: HttpRequest, member: Member, kind: str) -> HttpResponseBase:
    """``csv`` or ``json`` (one object a line), streamed, with the page's filters. The export is itself logged."""
    if kind not in {"csv", "json"}:
        raise Http404
    audit.note(member.shop_id, member.user, What.LOG_EXPORTED, kind)
    rows = audit.every(member.shop_id, _filter(request.GET))
    lines = _csv(rows) if kind == "csv" else _json(rows)
    return download(lines, "log.csv" if kind == "csv" else "log.jsonl")


def _csv(rows: Iterator[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([row.at.isoformat(), *map(plain_cell, (row.actor, row.what, row.about, _details(row)))])


def _json(rows: Iterator[AuditEntry]) -> Iterator[str]:
    for row in rows:
        entry = {name: getattr(row, name) for name in COLUMNS} | {"at": row.at.isoformat()}
        yield json.dumps(entry, ensure_ascii=False) + "\n"


def _details(row: AuditEntry) -> str:
    return ", ".join(f"{name}: {value}" for name, value in row.details.items())


def _filter(given: QueryDict) -> Filter:
    """What cannot be read counts as not given."""
    what = given.get("what", "")
    return Filter(
        what if what in What.values else "",
        given.get("actor", "")[:150],
        first_of_day(given.get("since", "")),
        day_after(given.get("until", "")),
    )


def _kept(given: QueryDict) -> str:
    kept = given.copy()
    kept.pop("before", None)
    return kept.urlencode()
