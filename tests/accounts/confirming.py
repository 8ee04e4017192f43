"""A browser whose person gave the password again a moment ago."""

import time

from django.test import Client


def confirmed(client: Client, at: float | None = None) -> Client:
    """Now, or at that second since 1970."""
    session, at = client.session, time.time() if at is None else at
    session["account_authentication_methods"] = [{"method": "password", "at": at, "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client
