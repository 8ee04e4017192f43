"""Choosing letters by the signed link that stands in each of them. Looking changes nothing: mail programs and their
guards follow links by themselves; only a POST does."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zgoda.accounts.models import User
from zgoda.centre.mailing import choices
from zgoda.centre.web.letters.offered import offered, take
from zgoda.domain.notifications import Kind


@never_cache
@require_http_methods(["GET", "POST"])
def letter_choices(request: HttpRequest, token: str) -> HttpResponse:
    """Shows which letters the account gets; a POST keeps the ticks."""
    user = _reader(token)
    if request.method == "POST":
        take(request, user)
        messages.success(request, _("Your choice is kept."))
        return redirect("letter_choices", token)
    context = {"letters": offered(user), "address": _masked(user.email), "token": token}
    answer = render(request, "letters/choices.html", context)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@csrf_exempt
@require_http_methods(["GET", "POST"])
def letter_off(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """RFC 8058: the mail program posts here with no session; a person who follows the link is shown the choices."""
    user = _reader(token)
    named = kind.upper().replace("-", "_")
    if named not in Kind.__members__:
        raise Http404
    if request.method == "POST":
        choices.switch_off(user, Kind(named))
        return HttpResponse(status=204)
    return redirect("letter_choices", token)


def _reader(token: str) -> User:
    user = choices.reader_of(token)
    if user is None:
        raise Http404
    return user


def _masked(address: str) -> str:
    """``b…@example.com``: enough to know it is one's own."""
    mailbox, _at, domain = address.rpartition("@")
    return f"{mailbox[:1]}…@{domain}"
