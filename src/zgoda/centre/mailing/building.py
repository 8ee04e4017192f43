"""A letter as a mail: text and HTML of the same words, and the headers by which mail programs sort it.

Nothing of it is fetched from anywhere, and no header names a case: Message-IDs are made of the letter's own id.
"""

from dataclasses import dataclass, replace
from email.headerregistry import Address

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from zgoda.accounts.models import User
from zgoda.centre.mailing import choices
from zgoda.centre.mailing.content import Content
from zgoda.centre.mailing.models import Letter
from zgoda.domain import notifications
from zgoda.domain.notifications import Kind
from zgoda.look.words.letters import kind_why


@dataclass(frozen=True, slots=True)
class Footer:
    """Why the reader gets the letter, and where that can be changed; a bare letter leads nowhere."""

    why: str
    choice: str
    link: str = ""


def mail_of(letter: Letter, content: Content, language: str) -> EmailMultiAlternatives:
    """The mail in the active language, which is ``language``."""
    reader, kind = letter.to, Kind(letter.kind)
    footer = footer_of(reader, kind)
    shown = {"letter": content, "subject": content.subject, "footer": footer, "language_code": language}
    mail = EmailMultiAlternatives(
        subject=content.subject,
        body=as_text(content, footer),
        to=[reader.email],
        headers={
            "Message-ID": message_id(letter),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
            **_threading(letter),
            **_switching_off(reader, kind),
        },
    )
    mail.attach_alternative(render_to_string("mail/letter.html", shown, using="jinja2"), "text/html")
    return mail


def as_text(content: Content, footer: Footer) -> str:
    facts = "\n".join(f"{name}: {value}" for name, value in content.facts)
    link = f"{content.link[0]}:\n{content.link[1]}" if content.link else ""
    below = "\n".join(line for line in (footer.why, footer.choice, footer.link) if line)
    parts = (*content.paragraphs, facts, link, f"-- \n{below}")
    return "\n\n".join(part for part in parts if part) + "\n"


def kept_words(letter: Letter, content: Content) -> str:
    """What is kept of the letter to be looked at: all but the links, of which one lets whoever has it choose for the
    reader and another remove a rating (S1-36)."""
    offered = (content.link[0], "…") if content.link else None
    footer = replace(footer_of(letter.to, Kind(letter.kind)), choice="", link="")
    return as_text(replace(content, link=offered), footer)


def footer_of(reader: User, kind: Kind) -> Footer:
    row = notifications.LETTERS[kind]
    if row.bare:
        return Footer(kind_why(kind), _("It belongs to your account and cannot be switched off."))
    link = choices.address_of_choices(reader)
    if row.duty:
        return Footer(
            kind_why(kind), _("It belongs to your account and cannot be switched off. All your letters:"), link
        )
    return Footer(kind_why(kind), _("You can switch it off here:"), link)


def message_id(letter: Letter) -> str:
    """The same however often the letter is sent, so that mail programs drop a copy."""
    return f"<{letter.pk.hex}@{_domain()}>"


def _threading(letter: Letter) -> dict[str, str]:
    """The letters about one thing to one reader hang on the first of them; of two of one instant one is first."""
    if letter.hidden or not letter.about:
        return {}
    rows = Letter.objects.filter(about=letter.about, to=letter.to, hidden=False)
    before = Q(created_at__lt=letter.created_at) | Q(created_at=letter.created_at, pk__lt=letter.pk)
    earlier = list(rows.filter(before).order_by("created_at", "id"))
    if not earlier:
        return {}
    ids = list(dict.fromkeys((message_id(earlier[0]), message_id(earlier[-1]))))
    return {"In-Reply-To": ids[-1], "References": " ".join(ids)}


def _switching_off(reader: User, kind: Kind) -> dict[str, str]:
    """RFC 2369 and RFC 8058: one click in the mail program, for what may be switched off."""
    if notifications.LETTERS[kind].duty:
        return {}
    where = choices.address_of_off(reader, kind)
    return {"List-Unsubscribe": f"<{where}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _domain() -> str:
    return Address(addr_spec=settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")).domain
