"""What colleagues arranged about a case, in words: folded into the bar, or without scripts a page of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from zgoda.desk.cases import case_page
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.list_pane import asked
from zgoda.desk.web.membership import member_required
from zgoda.desk.work import history
from zgoda.desk.work.models import Arranged, What
from zgoda.engine.clock import real_now
from zgoda.look.words.times import when

_SENTENCES: Mapping[str, tuple[Promise, Promise]] = {
    What.PERSON: (gettext_lazy("Given to %(about)s"), gettext_lazy("Given to nobody")),
    What.TEAM: (gettext_lazy("Given to the team %(about)s"), gettext_lazy("Given to no team")),
    What.ASIDE: (gettext_lazy("Put aside until %(about)s"), gettext_lazy("Brought back")),
    What.TAGS: (gettext_lazy("Tags: %(about)s"), gettext_lazy("Tags taken off")),
}


class Change(NamedTuple):
    """One arrangement: what it became, and who did it."""

    at: datetime
    what: str
    by: str


@require_safe
@member_required
def arranged(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """Everything that was arranged about the case, the newest first."""
    case = case_page.case_of(member.shop_id, case_id)
    if case is None:
        raise Http404
    values = {"case": case, "changes": [_change(row) for row in history.of_case(case.pk)]}
    if "HX-Request" in request.headers:
        return rendering.part(request, "work/_arranged.html", values)
    filters, _after = asked(request)
    values["query"] = request.GET.urlencode()
    return rendering.page(request, "work/arranged.html", frame(member, filters.view.value, real_now()), values)


def _change(row: Arranged) -> Change:
    sentence, empty = _SENTENCES[row.what]
    about = when(datetime.fromisoformat(row.about)) if row.about and row.what == What.ASIDE else row.about
    return Change(
        row.at, str(sentence) % {"about": about} if about else str(empty), row.by.username if row.by else _("by itself")
    )
