"""``/files/<id>``: a file of a message, for the parties of its case and those who may read it (P-04)."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from zgoda.accounts.access import signed_in
from zgoda.accounts.models import Role as AccountRole
from zgoda.accounts.models import User
from zgoda.centre.cases.files import readable
from zgoda.domain.actors import Actor, Role
from zgoda.engine import clock
from zgoda.files.serve import serve


@require_safe
@signed_in
def file(request: HttpRequest, user: User, file_id: UUID) -> HttpResponseBase:
    """A download; 404 for everybody who may not have it, as for files that do not exist."""
    if user.role == AccountRole.NONE:
        raise Http404
    row = readable(file_id, Actor(Role(user.role), user.pk), clock.now())
    if row is None:
        raise Http404
    try:
        return serve(row)
    except FileNotFoundError:
        raise Http404 from None
