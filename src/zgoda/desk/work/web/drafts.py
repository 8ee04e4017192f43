"""What somebody types is kept while it is typed, and given back on another device."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from zgoda.desk.cases import case_page
from zgoda.desk.store.models import Member
from zgoda.desk.web.membership import writer_required
from zgoda.desk.work import drafts


@require_http_methods(["GET", "POST"])
@writer_required
def draft(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """Keep the words of one of the composer's forms, or ask for them."""
    kind = (request.POST if request.method == "POST" else request.GET).get("kind", "")
    if kind not in drafts.KINDS or case_page.case_of(member.shop_id, case_id) is None:
        raise Http404
    if request.method == "POST":
        drafts.keep(member.pk, case_id, kind, request.POST.get("text", ""))
        return HttpResponse(status=204)
    return JsonResponse({"text": drafts.kept(member.pk, case_id, kind)})
