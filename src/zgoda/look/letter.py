"""A letter as a mail: text and HTML of the same words, for both halves. Nothing of it is fetched from anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from zgoda.engine.mailing.content import Content


@dataclass(frozen=True, slots=True)
class Footer:
    """Why the reader gets the letter, and where that can be changed; without a link it leads nowhere."""

    why: str
    choice: str
    link: str = ""


def mail_of(
    content: Content, footer: Footer, language: str, *, to: str, message_id: str, headers: Mapping[str, str]
) -> EmailMultiAlternatives:
    """The mail in the active language, which is ``language``."""
    shown = {"letter": content, "subject": content.subject, "footer": footer, "language_code": language}
    own = {"Message-ID": message_id, "Auto-Submitted": "auto-generated", "Content-Language": language}
    mail = EmailMultiAlternatives(
        subject=content.subject, body=as_text(content, footer), to=[to], headers={**own, **headers}
    )
    mail.attach_alternative(render_to_string("mail/letter.html", shown, using="jinja2"), "text/html")
    return mail


def as_text(content: Content, footer: Footer) -> str:
    facts = "\n".join(f"{name}: {value}" for name, value in content.facts)
    link = f"{content.link[0]}:\n{content.link[1]}" if content.link else ""
    below = "\n".join(line for line in (footer.why, footer.choice, footer.link) if line)
    parts = (*content.paragraphs, facts, link, f"-- \n{below}")
    return "\n\n".join(part for part in parts if part) + "\n"


def one_click(address: str) -> dict[str, str]:
    """RFC 2369 and RFC 8058: the mail program posts to this address to have no more letters of the kind."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def message_id(name: str) -> str:
    """The same however often the letter is sent, so that mail programs drop a copy."""
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    return f"<{name}@{Address(addr_spec=sender).domain}>"
