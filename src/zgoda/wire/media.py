"""Media types and how an answer's version is chosen from what the client accepts."""

from collections.abc import Sequence
from dataclasses import dataclass

PUBLIC_V1 = "application/vnd.allegro.public.v1+json"
BETA_V1 = "application/vnd.allegro.beta.v1+json"
JSON = "application/json"
ZGODA_V1 = "application/vnd.zgoda.v1+json"
"""Our own additions, so that they never look like Allegro's."""

_VENDOR = "application/vnd."


@dataclass(frozen=True)
class Accepted:
    """One entry of an ``Accept`` header; ``quality`` in thousandths."""

    kind: str
    quality: int


def parse_accept(header: str) -> list[Accepted]:
    """The entries by falling quality, in their order among equals. Unreadable qualities count as 1."""
    entries = [_entry(part) for part in header.split(",") if part.strip()]
    return sorted(entries, key=lambda entry: -entry.quality)


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """The version to answer in, or None for 406. No ``Accept``, or ``*/*``, takes the first offered."""
    if accept is None or not accept.strip():
        return offered[0]
    entries = parse_accept(accept)
    refused = {entry.kind for entry in entries if entry.quality == 0}
    for entry in entries:
        for kind in offered:
            if entry.quality and kind not in refused and _matches(entry.kind, kind):
                return kind
    return None


def readable(content_type: str | None, taken: Sequence[str]) -> bool:
    """Whether a JSON body of this type is read. Plain ``application/json`` is not, as at Allegro (415);
    a ``charset=UTF-8`` behind the vendor type does no harm to JSON."""
    return _bare(content_type or "") in taken


def upload_type(content_type: str | None, taken: frozenset[str]) -> str | None:
    """The type of an attachment's bytes, or None for 415: parameters such as a charset are refused."""
    kind = (content_type or "").strip().lower()
    return kind if kind in taken else None


def attachment_acceptable(accept: str | None) -> bool:
    """Attachments are asked for without a vendor type: with one the answer is 406."""
    return not any(entry.kind.startswith(_VENDOR) for entry in parse_accept(accept or ""))


def _matches(wanted: str, kind: str) -> bool:
    return wanted in (kind, "*/*", "*") or (wanted.endswith("/*") and kind.startswith(wanted[:-1]))


def _bare(value: str) -> str:
    return value.split(";", 1)[0].strip().lower()


def _entry(part: str) -> Accepted:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    qualities = [piece[2:] for piece in parameters if piece.startswith("q=")]
    return Accepted(kind, _thousandths(qualities[0]) if qualities else 1000)


def _thousandths(text: str) -> int:
    whole, _, fraction = text.partition(".")
    digits = fraction[:3].ljust(3, "0")
    if whole not in ("0", "1") or not digits.isdecimal() or not digits.isascii():
        return 1000
    return min(1000, int(whole) * 1000 + int(digits))
