"""Where the link of an invitation leads: join with the account one is signed in with, or make one."""

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zgoda.accounts.access import current_user
from zgoda.accounts.models import Role, User
from zgoda.desk.people import invitations
from zgoda.desk.people.models import Invitation
from zgoda.desk.people.web import words
from zgoda.desk.store.models import Member
from zgoda.desk.web.membership import SHOP
from zgoda.engine.clock import real_now


class AccountForm(forms.Form):
    """A new account: its login and password, by the house's rules for both."""

    login = forms.CharField(max_length=150)
    password = forms.CharField(max_length=200, strip=False)

    def clean_login(self) -> str:
        return str(get_adapter().clean_username(self.cleaned_data["login"]))

    def clean_password(self) -> str:
        return str(get_adapter().clean_password(self.cleaned_data["password"]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link, once. A link that no longer counts has no page (404)."""
    row = invitations.of_link(token, real_now())
    if row is None:
        raise Http404
    user = current_user(request)
    if request.method == "POST":
        return _join(request, row, user) if user else _sign_up(request, row)
    return _page(request, row, user)


def _join(request: HttpRequest, row: Invitation, user: User) -> HttpResponse:
    if Member.objects.filter(user=user, shop_id=row.shop_id).exists():
        messages.info(request, _("You work for this shop already. The link is meant for somebody else."))
        return redirect("desk-home")
    if invitations.accept(row.pk, user) is None:
        raise Http404
    request.session[SHOP] = row.shop_id
    messages.success(request, _("Welcome to %(shop)s.") % {"shop": row.shop.name})
    return redirect("desk-home")


def _sign_up(request: HttpRequest, row: Invitation) -> HttpResponse:
    """The account, the membership and the spent link come into being together or not at all."""
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _page(request, row, None, [(name, str(said[0])) for name, said in form.errors.items()])
    try:
        with transaction.atomic():
            user = User(username=form.cleaned_data["login"], email=row.email, language=get_language() or "")
            user.role = Role.NONE
            user.set_password(form.cleaned_data["password"])
            user.full_clean(exclude=["password"])
            user.save()
            if invitations.accept(row.pk, user) is None:
                raise Http404
    except (ValidationError, IntegrityError):
        return _page(request, row, None, [("login", _("This login is taken. Choose another one."))])
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    messages.success(request, _("Welcome to %(shop)s.") % {"shop": row.shop.name})
    return redirect("desk-home")


def _page(
    request: HttpRequest, row: Invitation, user: User | None, errors: list[tuple[str, str]] | None = None
) -> HttpResponse:
    context = {
        "row": row,
        "role": words.role(row.role),
        "who": user,
        "login": request.POST.get("login", ""),
        "errors": errors or [],
        "here": request.path,
    }
    return render(request, "people/invitation.html", context, status=422 if errors else 200)
