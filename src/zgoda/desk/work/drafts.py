"""Words typed and not sent yet, kept per member and case, so that they are there on another device too."""

from zgoda.desk.work.models import Draft
from zgoda.domain.limits import TEXT_LENGTH
from zgoda.engine.clock import real_now

KINDS = frozenset({"reply", "comment"})


def keep(member_id: int, case_id: int, kind: str, text: str) -> None:
    """The latest words; blank ones are no draft."""
    if not text.strip():
        forget(member_id, case_id, kind)
        return
    values = {"text": text[:TEXT_LENGTH], "saved_at": real_now()}
    Draft.objects.update_or_create(member_id=member_id, case_id=case_id, kind=kind, defaults=values)


def kept(member_id: int, case_id: int, kind: str) -> str:
    """The words, or nothing."""
    found = Draft.objects.filter(member_id=member_id, case_id=case_id, kind=kind)
    return found.values_list("text", flat=True).first() or ""


def forget(member_id: int, case_id: int, kind: str) -> None:
    """They were sent, or wiped out."""
    Draft.objects.filter(member_id=member_id, case_id=case_id, kind=kind).delete()
