"""Python's collector of circles, told what not to look at."""

import gc
from importlib import import_module

from django.conf import settings

NEW_OBJECTS = 5_000
"""Looked through at once; Python's own 700 is less than one page makes."""

ROUNDS = (20, 5)
"""Of the young before the middle-aged are looked through, and of those before all are: rare enough to cost little,
often enough that the database's connection of a thread that has ended is closed after some hundred pages."""


def settle() -> None:
    """What a serving process holds from its start, all views included, stays for good and is looked through no more:
    some hundred thousand objects, which took an eighth of a page's time."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *ROUNDS)
