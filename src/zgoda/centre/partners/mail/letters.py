"""E-mails about Discussions: which there are, in whose language, and how they are sent once.

A letter holds no words of the other party; it says what happened, until when to answer, and where.
A warning and a block bring the platform's own reason.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from zgoda.accounts.models import User
from zgoda.centre.store.models import Case, CaseText, TextKind
from zgoda.domain.discussion import Discussion
from zgoda.domain.markets import market
from zgoda.engine.jobs import durable, once
from zgoda.look.words.times import when_long


class About(StrEnum):
    """What a letter tells (T-01, T-10, T-17, T-22, T-25, P-26; S0-41 where the payment service did not pay)."""

    OPENED = "OPENED"
    REOPENED = "REOPENED"
    RESOLVED = "RESOLVED"
    UNRESOLVED = "UNRESOLVED"
    REFUND_REFUSED = "REFUND_REFUSED"
    WARNED = "WARNED"
    BLOCKED = "BLOCKED"


def post(case: Discussion, to: int, about: About, key: str) -> None:
    """Enqueue a letter to an account, in the caller's transaction; ``key`` names what it tells of."""
    send.enqueue(str(case.id), to, about.value, f"mail:{key}:{about}:{to}")


@durable(attempts=12)
def send(case_id: str, to: int, about: str, key: str) -> None:
    """Send one letter. An account without an address gets none.

    A worker that dies between sending and noting it sends again, with the same Message-ID, by which mail
    programs drop the copy.
    """
    once(key, lambda: _deliver(UUID(case_id), to, About(about), key))


def _deliver(case_id: UUID, to: int, about: About, key: str) -> bool:
    reader = User.objects.get(pk=to)
    row = Case.objects.select_related("line", "buyer").get(pk=case_id)
    with translation.override(reader.language or market(reader.market).language):
        return deliver(reader, *_words(row, about), key)


def deliver(reader: User, subject: str, paragraphs: Sequence[str], key: str) -> bool:
    """Send a letter's words in the active language; False where the account has no address."""
    if not reader.email:
        return False
    letter = EmailMessage(
        subject=_one_line(subject),
        body="\n\n".join(paragraphs) + "\n",
        to=[reader.email],
        headers={"Message-ID": _message_id(key), "Auto-Submitted": "auto-generated"},
    )
    letter.send()
    return True


def _words(row: Case, about: About) -> tuple[str, list[str]]:
    names = {"product": row.line.offer_name, "buyer": row.buyer.username}
    due = when_long(row.answer_due, market(row.market).zone) if row.answer_due else ""
    answer = _("Please answer by %(due)s. The time does not run on Saturdays, Sundays and public holidays.")
    where = _("You will find it in “Discussions with Buyers”, number %(id)s.") % {"id": row.id}
    match about:
        case About.OPENED:
            subject = _("A buyer opened a Discussion: %(product)s") % names
            what = _("%(buyer)s opened a Discussion about “%(product)s”.") % names
            return subject, [what, answer % {"due": due}, where]
        case About.REOPENED:
            subject = _("A Discussion was re-opened: %(product)s") % names
            what = _("The Discussion with %(buyer)s about “%(product)s” was re-opened.") % names
            return subject, [what, answer % {"due": due}, where]
        case About.RESOLVED:
            subject = _("A Discussion is resolved: %(product)s") % names
            what = _("%(buyer)s marked the Discussion about “%(product)s” as resolved.") % names
            return subject, [what, _("You need not do anything."), where]
        case About.UNRESOLVED:
            subject = _("A Discussion is unresolved: %(product)s") % names
            what = _("%(buyer)s marked the Discussion about “%(product)s” as unresolved.") % names
            next_step = _("A consultant may join. You can still write and offer a solution.")
            return subject, [what, next_step, where]
        case About.REFUND_REFUSED:
            subject = _("A refund was refused: %(product)s") % names
            what = _("The payment service refused to refund %(buyer)s for “%(product)s”. No money has moved.") % names
            next_step = _("The refund does not count as an answer. Try again, or settle the problem another way.")
            return subject, [what, next_step, where]
        case About.WARNED:
            return _warning(row, names, where)
        case About.BLOCKED:
            return _block(row, names, where)


def _warning(row: Case, names: Mapping[str, str], where: str) -> tuple[str, list[str]]:
    """S0-15, T-10."""
    what = _(
        "You have still not answered %(buyer)s in the Discussion about “%(product)s”, although the marketplace joined. "
        "Answer within 24 working hours; after that your account may be blocked."
    )
    subject = _("A warning: answer the Discussion about %(product)s") % names
    return subject, [what % names, *_reason(row, TextKind.WARNING), where]


def _block(row: Case, names: Mapping[str, str], where: str) -> tuple[str, list[str]]:
    """P-26: with the reason, and how to appeal."""
    what = _("Your account is blocked, because %(buyer)s got no answer in the Discussion about “%(product)s”.")
    appeal = _("You can appeal: answer this letter. A person reads it. You can still write in the Discussion.")
    subject = _("Your account is blocked: the Discussion about %(product)s") % names
    return subject, [what % names, *_reason(row, TextKind.BLOCKING), appeal, where]


def _reason(row: Case, kind: TextKind) -> list[str]:
    """The written reason, while its words are kept."""
    kept = CaseText.objects.filter(case_id=row.id, kind=kind).exclude(text=None).order_by("-created_at", "-id").first()
    return [_("The reason: %(reason)s") % {"reason": kept.text}] if kept else []


def _one_line(subject: str) -> str:
    """A product's name may hold line breaks, which no header may, and marks that turn the direction of writing."""
    shown = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in subject)
    return " ".join(shown.split())


def _message_id(key: str) -> str:
    domain = Address(addr_spec=settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")).domain
    return f"<{key.replace(':', '.')}@{domain}>"
