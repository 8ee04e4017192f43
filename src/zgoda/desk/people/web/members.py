"""The page of members: who works here in which role, who is invited, and changing both."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zgoda.desk.people import invitations, letters, members
from zgoda.desk.people.models import Invitation
from zgoda.desk.people.web import words
from zgoda.desk.store.models import Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import may_required
from zgoda.domain.members import Act, ShopRole, Why, grantable
from zgoda.engine.clock import real_now

HERE = "administration"


class InviteForm(forms.Form):
    email = forms.EmailField(max_length=254)
    role = forms.ChoiceField(choices=[(role.value, role.value) for role in ShopRole])


@require_safe
@may_required(Act.MANAGE_PEOPLE)
def index(request: HttpRequest, member: Member) -> HttpResponse:
    return _page(request, member, {"email": "", "role": ShopRole.AGENT.value}, [])


@require_POST
@may_required(Act.MANAGE_PEOPLE)
def invite(request: HttpRequest, member: Member) -> HttpResponse:
    """Send a link to an address; the page says until when it counts."""
    form = InviteForm(request.POST)
    values = {"email": request.POST.get("email", ""), "role": request.POST.get("role", "")}
    if not form.is_valid():
        named = {"email": _("Give an e-mail address, such as anna@example.com."), "role": _("Choose a role.")}
        return _page(request, member, values, [(name, named[name]) for name in form.errors])
    role = ShopRole(form.cleaned_data["role"])
    done = invitations.invite(member, form.cleaned_data["email"], role, get_language() or "pl")
    if not isinstance(done, Invitation):
        return _page(request, member, values, [("email", words.not_invited(done))])
    messages.success(request, _("A letter with a link goes to %(email)s.") % {"email": done.email})
    return redirect("desk-members")


@require_POST
@may_required(Act.MANAGE_PEOPLE)
def change(request: HttpRequest, member: Member, member_id: int) -> HttpResponse:
    """``role``: another one; ``remove``: the person leaves."""
    if "remove" in request.POST:
        gone = members.remove(member, member_id)
        if gone is None:
            raise Http404
        _said(request, gone, _("%(who)s no longer works here.") % {"who": getattr(gone, "username", "")})
        return redirect("desk-home" if member_id == member.pk and not isinstance(gone, Why) else "desk-members")
    wanted = request.POST.get("role", "")
    changed = members.change_role(member, member_id, ShopRole(wanted)) if wanted in set(ShopRole) else None
    if changed is None:
        raise Http404
    role = words.role(wanted)
    who = changed.user.username if isinstance(changed, Member) else ""
    _said(request, changed, _("%(who)s is now: %(role)s.") % {"who": who, "role": role})
    still_manages = not isinstance(changed, Member) or member_id != member.pk or changed.may(Act.MANAGE_PEOPLE)
    return redirect("desk-members" if still_manages else "desk-home")


@require_POST
@may_required(Act.MANAGE_PEOPLE)
def revoke(request: HttpRequest, member: Member, invitation_id: int) -> HttpResponse:
    gone = invitations.revoke(member, invitation_id)
    if gone is None:
        raise Http404
    messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": gone.email})
    return redirect("desk-members")


def _said(request: HttpRequest, outcome: object, done: str) -> None:
    if isinstance(outcome, Why):
        messages.error(request, words.not_changed(outcome))
    else:
        messages.success(request, done)


def _page(request: HttpRequest, member: Member, values: dict[str, str], errors: list[tuple[str, str]]) -> HttpResponse:
    now = real_now()
    mine, asked = grantable(ShopRole(member.role)), invitations.waiting(member.shop_id, now)
    sent = letters.of_invitations(asked)
    rows = [
        {"row": row, "role": words.role(row.role), "mine": ShopRole(row.role) in mine}
        for row in members.of_shop(member.shop_id)
    ]
    context = {
        "rows": rows,
        "asked": [(row, words.role(row.role), words.letter_of(sent.get(row.pk))) for row in asked],
        "roles": words.role_options(mine),
        "values": values,
        "errors": errors,
        "days": invitations.LASTS.days,
    }
    return rendering.page(request, "people/members.html", frame(member, HERE, now), context, 422 if errors else 200)
