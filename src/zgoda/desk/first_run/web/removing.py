"""Taking away the sample, or an import: counted first, done after a second yes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zgoda.accounts import recent
from zgoda.desk.first_run import removal as removals
from zgoda.desk.first_run import sample
from zgoda.desk.first_run.web import words
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.connections import row_of
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import connector_required
from zgoda.engine.clock import real_now

HERE = "first-run"


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def removal(request: HttpRequest, member: Member, connection_id: int) -> HttpResponse:
    """GET counts. The first POST asks once more, the second one, after the password, begins."""
    row = row_of(member, connection_id)
    if not removals.may_remove(row):
        raise Http404
    if request.POST.get("yes") == "1":
        recent.demand(request)
        removals.begin(row, member.user)
        messages.success(request, _("It is being removed; you can go on working."))
        return redirect("desk-first-run")
    context = {"row": row, "held": words.held(removals.count(row)), "sure": request.method == "POST"}
    return rendering.page(request, "first_run/removal.html", frame(member, HERE, real_now()), context)


@require_POST
@connector_required
def sample_again(request: HttpRequest, member: Member) -> HttpResponse:
    """The sample that was taken away may come back."""
    sample.want_again(member.shop_id)
    messages.success(request, _("The sample comes back when it is loaded next: with `zgoda up --sample`."))
    return redirect("desk-first-run")
