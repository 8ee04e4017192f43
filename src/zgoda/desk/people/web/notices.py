"""What a member wants to be told of, and what the browser may show."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zgoda.desk.people import letters
from zgoda.desk.people.models import Notice, NoticeSettings
from zgoda.desk.people.telling import Told, told
from zgoda.desk.people.web import words
from zgoda.desk.people.wishing import wishes_of
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required
from zgoda.domain.notices import Event
from zgoda.engine.clock import real_now
from zgoda.look.numbers import whole

HERE = "notices"
AT_ONCE = 5
"""Notices that a browser shows at one time."""
LATEST = 20


class SettingsForm(forms.Form):
    email = forms.MultipleChoiceField(choices=[(one.value, one.value) for one in Event], required=False)
    browser = forms.MultipleChoiceField(choices=[(one.value, one.value) for one in Event], required=False)
    quiet_from = forms.TimeField(required=False)
    quiet_to = forms.TimeField(required=False)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if bool(cleaned.get("quiet_from")) != bool(cleaned.get("quiet_to")):
            self.add_error("quiet_from", _("Give both times, or none."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def settings_page(request: HttpRequest, member: Member) -> HttpResponse:
    """Each member's own."""
    form = SettingsForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        NoticeSettings.objects.update_or_create(member=member, defaults=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk-notice-settings")
    wishes = wishes_of(Member.objects.select_related("notice_settings").get(pk=member.pk))
    context = {
        "events": [{"value": one.value, "label": words.notice(one)} for one in words.NOTICES],
        "email": sorted(wishes.email),
        "browser": sorted(wishes.browser),
        "quiet_from": f"{wishes.quiet_from:%H:%M}" if wishes.quiet_from else "",
        "quiet_to": f"{wishes.quiet_to:%H:%M}" if wishes.quiet_to else "",
        "errors": [(name, str(said[0])) for name, said in form.errors.items()] if form else [],
        "address": member.user.email,
        "latest": _latest(member),
    }
    around = frame(member, HERE, real_now())
    return rendering.page(request, "people/notices.html", around, context, 422 if form else 200)


def _latest(member: Member) -> list[tuple[datetime, Told, str]]:
    """When, what, and what has to be known of its letter."""
    rows = Notice.objects.filter(member=member).select_related("case", "connection").order_by("-pk")[:LATEST]
    sent = letters.of_notices(rows)
    return [(row.at, told(row), words.letter_of_notice(sent.get(row.pk))) for row in rows]


@require_safe
@member_required
def latest(request: HttpRequest, member: Member) -> HttpResponse:
    """What the browser has not shown yet: ``after`` is the id it saw last; without one nothing old is shown."""
    rows = Notice.objects.filter(member=member, by_browser=True).order_by("-pk")
    after = whole(request.GET.get("after", ""))
    newest = rows.values_list("pk", flat=True).first() or 0
    unseen = rows.filter(pk__gt=newest if after is None else after).select_related("case", "connection")
    shown = [{"id": row.pk, **told(row)._asdict()} for row in unseen[:AT_ONCE]][::-1]
    answer = JsonResponse({"last": newest, "notices": shown})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
