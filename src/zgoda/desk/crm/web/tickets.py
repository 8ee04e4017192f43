"""What the ticket adds to the desk's pages: an internal comment, and the filters of the list."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zgoda.desk.cases import case_page
from zgoda.desk.crm import comments
from zgoda.desk.crm.models import Category, Queue
from zgoda.desk.crm.web import words
from zgoda.desk.messages import words as of_messages
from zgoda.desk.store.models import Answerer, Member
from zgoda.desk.web import case_view, rendering
from zgoda.desk.web.case_view import Typed
from zgoda.desk.web.frame import frame
from zgoda.desk.web.list_pane import asked
from zgoda.desk.web.membership import member_required, writer_required
from zgoda.desk.web.permitted import COMMENT
from zgoda.engine.clock import real_now


@require_POST
@writer_required
def comment(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """S3-36, S3-40: a word among colleagues, also after the end."""
    case, token = case_page.case_of(member.shop_id, case_id), request.POST.get("form_token", "")[:64]
    if case is None or not token:
        raise Http404
    text, query = request.POST.get("text", ""), request.POST.get("query", "")[:500]
    made = comments.add(case, text, member.user, token)
    if made is None:
        typed = Typed(COMMENT, {"form_token": token}, (("text", _("Write the comment first.")),))
        return case_view.show(request, member, case_id, typed, status=422)
    return redirect(f"/cases/{case_id}{'?' + query if query else ''}#c{made.pk}")


@require_safe
@member_required
def filters(request: HttpRequest, member: Member) -> HttpResponse:
    """S3-27: the list by source, queue and category. Asked for only when somebody filters, so that the list itself
    pays nothing for it."""
    chosen, _after = asked(request)
    every = ("all", _("all"))
    context = {
        "chosen": chosen,
        "kinds": [every, *of_messages.kinds()],
        "sources": [every, *words.sources()],
        "queues": [every, *Queue.objects.filter(shop_id=member.shop_id).values_list("pk", "name")],
        "answerers": [every, *((one.name.lower(), one.label) for one in Answerer)],
        "categories": [every, *Category.objects.filter(shop_id=member.shop_id).values_list("pk", "name")],
    }
    if "HX-Request" in request.headers:
        return rendering.part(request, "crm/_filters.html", context)
    return rendering.page(request, "crm/filters.html", frame(member, chosen.view.value, real_now()), context)
