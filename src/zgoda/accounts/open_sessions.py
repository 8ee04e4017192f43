"""Where a person is signed in, at both halves, with one button that signs out everywhere else (``/account/sessions``).

allauth notes each sign-in with its address and browser, and forgets those that ended.
"""

from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView


class OpenSessions(ListUserSessionsView):  # type: ignore[misc]
    """Context besides allauth's: ``others``, how many sessions besides this one."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        newest_first = list(reversed(context["sessions"]))
        others = sum(not session.is_current() for session in newest_first)
        return {**context, "sessions": newest_first, "others": others}

    def form_valid(self, form: Any) -> HttpResponse:
        """Our own words; the library's step in between would add its own."""
        form.save(self.request)
        messages.success(self.request, _("You are signed out everywhere else."))
        return FormView.form_valid(self, form)


open_sessions = never_cache(OpenSessions.as_view())
