"""How much of each budget of requests has been given out, for all processes together."""

from django.db import models


class Budget(models.Model):
    """One row for each connection, each application and each connection's messages (`desk.pacing.bucket`).

    ``level`` is the instant up to which the budget is given out, ``blocked_until`` the end of a pause that the server
    asked for; both in microseconds since 1970.
    """

    key = models.CharField(max_length=80, primary_key=True)
    level = models.BigIntegerField(default=0)
    blocked_until = models.BigIntegerField(default=0)
