"""Switching one kind of letter off, and on again, by the signed link that stands in it, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zgoda.desk.people import links, wishing
from zgoda.desk.people.web import words


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a mail program posts here with no session and wants no page. A person who follows the link sees what it
    is about; looking changes nothing, since mail programs and their guards follow links by themselves."""
    found = links.reader_of(token)
    if found is None:
        raise Http404
    member, event = found
    if request.method == "POST":
        wishing.switch_letters(member.pk, event, wanted="on" in request.POST)
        one_click = "List-Unsubscribe" in request.POST
        return HttpResponse(status=204) if one_click else redirect("desk-notice-letters", token)
    context = {
        "shop": member.shop.name,
        "what": words.notice(event),
        "wanted": event in wishing.wishes_of(member).email,
    }
    answer = render(request, "people/letters.html", context)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
