"""Single-key shortcuts: what they are, with a switch and other keys for each. The browser keeps the choice."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required
from zgoda.engine.clock import real_now


@require_safe
@member_required
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """All keys of the desk's pages."""
    keys = [
        ("j", _("Next case")),
        ("k", _("Previous case")),
        ("/", _("Search")),
        ("r", _("Reply")),
        ("c", _("Comment")),
        ("m", _("Macros")),
        ("a", _("Assign")),
        ("i", _("Assign to me")),
        ("z", _("Put aside")),
        ("t", _("Tags")),
        ("h", _("History")),
        ("o", _("Offer a solution")),
        ("e", _("Ask the buyer to confirm")),
        ("f", _("Forward to the Warehouse")),
        ("d", _("Decide about the return")),
        ("v", _("Decide about the claim")),
        ("$", _("Refund")),
        ("?", _("All commands")),
    ]
    return rendering.page(request, "work/shortcuts.html", frame(member, "shortcuts", real_now()), {"keys": keys})
