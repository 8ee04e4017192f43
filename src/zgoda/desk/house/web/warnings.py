"""When and whom the shop warns before a clock of its own runs out."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zgoda.desk.house import written
from zgoda.desk.house.models import Warnings, Whom
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import connector_required
from zgoda.engine.clock import real_now

LONGEST = 7 * 24 * 60


class BeforeField(forms.CharField):
    """Hours like 4 or 0:30; empty or 0 is no warning."""

    def clean(self, value: object) -> int:
        text = str(value or "").strip()
        found = 0 if text in {"", "0"} else written.minutes(text)
        if found is None or found > LONGEST:
            raise forms.ValidationError(_("Write hours like 4 or 0:30, at most 168."))
        return found


class WarningsForm(forms.Form):
    market_minutes = BeforeField(required=False)
    house_minutes = BeforeField(required=False)
    whom = forms.ChoiceField(choices=Whom.choices)
    admins_too = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@connector_required
def page(request: HttpRequest, member: Member) -> HttpResponse:
    form = WarningsForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        Warnings.objects.update_or_create(shop_id=member.shop_id, defaults=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk-house")
    row = Warnings.objects.filter(pk=member.shop_id).first() or Warnings(shop_id=member.shop_id)
    values = {
        "market_minutes": written.show_minutes(row.market_minutes) if row.market_minutes else "",
        "house_minutes": written.show_minutes(row.house_minutes) if row.house_minutes else "",
        "whom": row.whom,
        "admins_too": row.admins_too,
        **({name: form.data.get(name, "") for name in ("market_minutes", "house_minutes")} if form else {}),
    }
    errors = [(name, str(said[0])) for name, said in form.errors.items()] if form else []
    context = {
        "values": values,
        "errors": errors,
        "said": dict(errors),
        "whom": [{"value": code, "label": label} for code, label in Whom.choices],
    }
    around = frame(member, "administration", real_now())
    return rendering.page(request, "house/warnings.html", around, context, 422 if errors else 200)
