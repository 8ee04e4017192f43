"""Grave acts ask for the password or a factor again, unless that was given a moment ago."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.conf import settings
from django.http import HttpRequest

from zgoda.accounts.access import current_user


def demand(request: HttpRequest) -> None:
    """Ends the view by an exception that leads to the page of confirmation, and from there back into the same act.

    Ask after it is clear that the person may do the act at all: to others the page does not exist. Sample people of
    a sandbox, who sign in without a password, are not asked.
    """
    user = current_user(request)
    if user is not None and settings.SANDBOX and user.sample:
        return
    raise_if_reauthentication_required(request, app="zgoda")
