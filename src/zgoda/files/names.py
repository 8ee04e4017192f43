"""File names as people give them, made safe to store, show and put in a header."""

import re
import unicodedata

from zgoda.wire.limits import FILE_NAME

EXTENSIONS = {
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/bmp": ("bmp", "dib"),
    "image/tiff": ("tiff", "tif"),
    "image/jpeg": ("jpg", "jpeg", "jfif"),
    "application/pdf": ("pdf",),
}
_KNOWN = frozenset(extension for extensions in EXTENSIONS.values() for extension in extensions)
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Control and format characters, among them those that turn the direction of writing and fake an extension."""


def clean_name(name: str) -> str | None:
    """The last part of the path without hidden characters; None when too long or without a known extension."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(char for char in last if unicodedata.category(char) not in _HIDDEN)
    shown = re.sub(r"\s+", " ", shown).strip(" .")
    stem, dot, extension = shown.rpartition(".")
    if not dot or not stem.strip() or extension.lower() not in _KNOWN or len(shown) > FILE_NAME:
        return None
    return shown


def fit_name(name: str, content_type: str) -> str:
    """The name with an extension that tells the truth about the content."""
    stem, _, extension = name.rpartition(".")
    fitting = EXTENSIONS[content_type]
    if extension.lower() in fitting:
        return name
    return f"{stem[: FILE_NAME - len(fitting[0]) - 1]}.{fitting[0]}"
