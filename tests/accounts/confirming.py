"""A browser whose person gave the password again a moment ago."""

import time

from django.test import Client


def confirmed(client: Client) -> Client:
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client
