"""The messages of a case as a reader sees them: who speaks, the words, files, notices; fifty at a time.

Three queries whatever the page holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from zgoda.centre.cases.reading import Reading
from zgoda.centre.cases.texts import Folded, folded, hidden_notice, message_text, platform_text
from zgoda.centre.claims.models import ClaimAttachment
from zgoda.centre.store.models import Case, CaseMessage, MessageAttachment
from zgoda.domain.actors import Role
from zgoda.domain.events import MessageKind
from zgoda.files.models import State, StoredFile
from zgoda.look.words.roles import author_name, voice

PAGE = 50


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file's chip. ``stopped`` says why it cannot be opened, "" when it can."""

    name: str
    size: int
    url: str
    image: bool
    stopped: str


@dataclass(frozen=True, slots=True)
class Said:
    """One bubble. ``hidden``: the notice in its place (T-30); ``reportable``: somebody else wrote it (S0-25, P-24)."""

    id: UUID
    number: int
    voice: str
    by: str
    extra: str
    text: str
    at: datetime
    files: tuple[ShownFile, ...] = ()
    hidden: str = ""
    own: bool = False
    reportable: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """Oldest first. ``older`` is the number before which there is more, None at the beginning."""

    said: tuple[Said, ...]
    older: int | None


def thread_for(reading: Reading, before: int | None = None) -> Thread:
    """The newest fifty messages, or the fifty before the message with that number."""
    rows = CaseMessage.objects.filter(case_id=reading.row.id)
    if before is not None:
        rows = rows.filter(number__lt=before)
    newest = list(rows.order_by("-number")[: PAGE + 1])
    shown = newest[:PAGE][::-1]
    files = files_of(row.id for row in shown if row.hidden_at is None)
    known = folded(reading.row)
    said = [one for row in shown for one in _said(row, reading, known, files.get(row.id, ()))]
    return Thread(tuple(said), shown[0].number if len(newest) > PAGE else None)


def message_said(reading: Reading, message_id: UUID) -> Said | None:
    """One message of the case, such as the one that somebody reports; None where the case has none like it."""
    row = CaseMessage.objects.filter(case_id=reading.row.id, pk=message_id).first()
    if row is None:
        return None
    return _bubble(row, reading, message_text(row, reading.row, folded(reading.row), own=_to_buyer(reading)), ())


def shown_file(row: StoredFile) -> ShownFile:
    """A chip for a file that waits for its scan says so; any other has its address."""
    waits = row.state != State.SAFE
    return ShownFile(
        name=row.name,
        size=row.size,
        url="" if waits else reverse("file", args=[row.id]),
        image=row.content_type.startswith("image/"),
        stopped=_("being checked") if waits else "",
    )


def _said(row: CaseMessage, reading: Reading, known: Folded, files: Sequence[ShownFile]) -> list[Said]:
    """S0-07: the platform starts the Discussion; what the buyer wrote with it follows in the buyer's own voice."""
    case = reading.row
    if row.kind != MessageKind.OPENING or row.hidden_at is not None:
        return [_bubble(row, reading, message_text(row, case, known, own=_to_buyer(reading)), files)]
    platform = Said(
        id=row.id,
        number=row.number,
        voice="platform",
        by=author_name(Role.SYSTEM, ""),
        extra=_("automatic message"),
        text=platform_text(row, case, known, own=_to_buyer(reading)),
        at=row.created_at,
    )
    return [platform, _bubble(row, reading, row.text or "", files)] if row.text or files else [platform]


def _bubble(row: CaseMessage, reading: Reading, text: str, files: Sequence[ShownFile]) -> Said:
    by, reader = row.author_role, reading.reader
    own = by == reader.role and row.author_id == reader.id
    return Said(
        id=row.id,
        number=row.number,
        voice=voice(by, own=own),
        by=author_name(by, _login(by, reading.row), own=own),
        extra=_extra(row),
        text=text,
        at=row.created_at,
        files=tuple(files) if row.hidden_at is None else (),
        hidden=hidden_notice() if row.hidden_at is not None else "",
        own=own,
        reportable=not own and by != Role.SYSTEM and row.hidden_at is None,
    )


def _to_buyer(reading: Reading) -> bool:
    """Whether the platform's words are told to the case's buyer, in the second person."""
    return reading.reader.role is Role.BUYER


def _extra(row: CaseMessage) -> str:
    if row.author_role == Role.SYSTEM:
        return _("automatic message")
    if row.kind == MessageKind.OFFER:
        return _("offers a solution")
    return _("asks whether the problem is solved") if row.kind == MessageKind.RESOLVE_ASK else ""


def _login(role: str, case: Case) -> str:
    return {Role.BUYER.value: case.buyer.username, Role.SELLER.value: case.seller.username}.get(role, "")


def files_of(
    message_ids: Iterable[UUID], kept: type[MessageAttachment | ClaimAttachment] = MessageAttachment
) -> Mapping[UUID, list[ShownFile]]:
    """The chips of messages' files, in their order; at most two queries."""
    found = kept.objects.filter(message_id__in=list(message_ids)).order_by("message_id", "position")
    links: list[MessageAttachment | ClaimAttachment] = list(found)
    if not links:
        return {}
    wanted = [link.file_id for link in links]
    rows = {row.id: row for row in StoredFile.objects.filter(pk__in=wanted, state__in=(State.UPLOADED, State.SAFE))}
    shown: dict[UUID, list[ShownFile]] = {}
    for link in links:
        if link.file_id in rows:
            shown.setdefault(link.message_id, []).append(shown_file(rows[link.file_id]))
    return shown
