import sqlite3
from datetime import datetime

from django.apps import AppConfig
from django.db.backends.sqlite3 import base as _registers_its_own_first  # noqa: F401
from django.utils import timezone, translation
from django.utils.translation import trans_real

from zgoda.engine.held import Held


def aware(stored: bytes) -> datetime:
    """An instant as SQLite stores it for Django (UTC, without a zone), at once with its zone.

    Django reads it and puts the zone to it in two further steps, which cost a page of 160 instants more than a query.
    One that somebody wrote past Django brings a zone of its own; `zgoda verify` has to read it all the same.
    """
    text = stored.decode()
    return datetime.fromisoformat(text if "+" in text else f"{text}+00:00")


class EngineConfig(AppConfig):
    name = "zgoda.engine"
    label = "engine"

    def ready(self) -> None:
        sqlite3.register_converter("datetime", aware)
        trans_real._active = Held("language")  # type: ignore[attr-defined]
        timezone._active = Held("zone")  # type: ignore[attr-defined]
        from django.middleware import csrf

        from zgoda.engine import lean  # looks at the settings, which are read by now

        csrf._get_new_csrf_string = lean.csrf_string
        trans_real.gettext = lean.gettext
        translation._trans.__dict__.pop("gettext", None)  # type: ignore[attr-defined]
