"""The chat of a claim as a reader sees it: who speaks, the words, files; fifty at a time. Three queries."""

from django.utils.translation import gettext as _

from zgoda.centre.cases.thread import PAGE, Said, ShownFile, Thread, files_of
from zgoda.centre.claims.models import ClaimAttachment, ClaimMessage
from zgoda.centre.claims.reading import ClaimReading
from zgoda.centre.claims.texts import message_text
from zgoda.domain.actors import Role
from zgoda.look.words.roles import author_name, voice


def chat_for(reading: ClaimReading, before: int | None = None) -> Thread:
    """The newest fifty messages, or the fifty before the message with that number."""
    rows = ClaimMessage.objects.filter(claim_id=reading.row.id)
    if before is not None:
        rows = rows.filter(number__lt=before)
    newest = list(rows.order_by("-number")[: PAGE + 1])
    shown = newest[:PAGE][::-1]
    files = files_of((row.id for row in shown), ClaimAttachment)
    said = tuple(_bubble(row, reading, files.get(row.id, [])) for row in shown)
    return Thread(said, shown[0].number if len(newest) > PAGE else None)


def _bubble(row: ClaimMessage, reading: ClaimReading, files: list[ShownFile]) -> Said:
    by, reader = row.author_role, reading.reader
    own = by == reader.role and row.author_id == reader.id
    logins = {Role.BUYER.value: reading.row.buyer.username, Role.SELLER.value: reading.row.seller.username}
    return Said(
        id=row.id,
        number=row.number,
        voice=voice(by, own=own),
        by=author_name(by, logins.get(by, ""), own=own),
        extra=_("automatic message") if by == Role.SYSTEM else "",
        text=message_text(row, reading.row, reading.claim, own=reader.role is Role.BUYER),
        at=row.created_at,
        files=tuple(files),
        own=own,
    )
