"""Why a file is not taken. The code is the same for the API and the forms; here are its words too."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class FileWhy(StrEnum):
    TOO_LARGE = "TOO_LARGE"
    EMPTY = "EMPTY"
    NAME = "NAME"
    KIND = "KIND"
    BROKEN = "BROKEN"
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    SIZE_DIFFERS = "SIZE_DIFFERS"
    USED_UP = "USED_UP"


@dataclass(frozen=True, slots=True)
class FileRefused:
    """``limit`` is in bytes for TOO_LARGE, in characters for NAME, in pixels for TOO_MANY_PIXELS."""

    why: FileWhy
    limit: int = 0

    def words(self) -> str:
        """What the person can do about it, in the reader's language."""
        megabytes = max(1, self.limit // (1024 * 1024))
        return {
            FileWhy.TOO_LARGE: ngettext(
                "The file is too large. The largest that can be sent is %(count)d MB.",
                "The file is too large. The largest that can be sent is %(count)d MB.",
                megabytes,
            )
            % {"count": megabytes},
            FileWhy.EMPTY: _("The file is empty."),
            FileWhy.NAME: _(
                "The file name must be at most 255 characters long and end in a known extension, such as .jpg."
            ),
            FileWhy.KIND: _("This kind of file cannot be sent. Send a picture (JPEG, PNG, GIF, BMP, TIFF) or a PDF."),
            FileWhy.BROKEN: _("The file cannot be read. Save it again and try once more."),
            FileWhy.TOO_MANY_PIXELS: _("The picture is too large in width and height. Make it smaller and try again."),
            FileWhy.SIZE_DIFFERS: _("The file does not have the size that was announced."),
            FileWhy.USED_UP: _("A file can be sent to this address only once."),
        }[self.why]
