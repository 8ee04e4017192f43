"""Saved views: a filtered list kept under a name, for oneself or for everyone in the shop."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.list_pane import asked
from zgoda.desk.web.membership import member_required
from zgoda.desk.work import owning, tagging
from zgoda.desk.work.filtering import query_of
from zgoda.desk.work.models import SavedView
from zgoda.desk.work.web import owners, views
from zgoda.engine.clock import real_now

_LONGEST = 40


@require_http_methods(["GET", "POST"])
@member_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """The views one has, and a form that keeps the list one comes from. Read-only members keep views of their own."""
    filters, _after = asked(request)
    query = query_of(filters)
    errors: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:_LONGEST]
        if name and query:
            whose = owning.chosen(member, request.POST.get("whose", ""))
            SavedView.objects.create(shop_id=member.shop_id, name=name, query=query[:300], **whose)
            views.forget()
            return redirect(f"/?{query}")
        errors = (("name", _("Give the view a name.") if query else _("Filter or search first; then keep the list.")),)
    values = {
        "saved": [(row, owners.words(row), owning.may_change(row, member)) for row in _kept(member)],
        "tags": tagging.of_shop(member.shop_id),
        "query": query,
        "owners": owners.choices(member),
        "errors": errors,
    }
    return rendering.page(request, "work/saved.html", frame(member, "saved", real_now()), values)


@require_POST
@member_required
def remove(request: HttpRequest, member: Member, view_id: int) -> HttpResponse:
    """One's own, one's team's, or as an administrator the shop's."""
    found = get_object_or_404(_kept(member), pk=view_id)
    if not owning.may_change(found, member):
        raise Http404
    found.delete()
    views.forget()
    return redirect("/views")


def _kept(member: Member) -> QuerySet[SavedView]:
    return SavedView.objects.filter(owning.seen(member)).select_related("team")
