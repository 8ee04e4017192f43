"""A letter's mail: its words with their footer, and the headers by which mail programs sort it.

No header names a case: Message-IDs are made of the letter's own id.
"""

from dataclasses import replace

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.utils.translation import gettext as _

from zgoda.accounts.models import User
from zgoda.centre.mailing import choices
from zgoda.centre.mailing.models import Letter
from zgoda.domain import notifications
from zgoda.domain.notifications import Kind
from zgoda.engine.mailing.content import Content
from zgoda.look import letter as look
from zgoda.look.letter import Footer
from zgoda.look.words.letters import kind_why


def mail_of(letter: Letter, content: Content, language: str) -> EmailMultiAlternatives:
    """The mail in the active language, which is ``language``."""
    reader, kind = letter.to, Kind(letter.kind)
    headers = {**_threading(letter), **_switching_off(reader, kind)}
    footer, number = footer_of(reader, kind), message_id(letter)
    return look.mail_of(content, footer, language, to=reader.email, message_id=number, headers=headers)


def kept_words(letter: Letter, content: Content) -> str:
    """What is kept of the letter to be looked at: all but the links, of which one lets whoever has it choose for the
    reader and another remove a rating (S1-36)."""
    offered = (content.link[0], "…") if content.link else None
    footer = replace(footer_of(letter.to, Kind(letter.kind)), choice="", link="")
    return look.as_text(replace(content, link=offered), footer)


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
    return look.message_id(letter.pk.hex)


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
    """One click in the mail program, for what may be switched off."""
    if notifications.LETTERS[kind].duty:
        return {}
    return look.one_click(choices.address_of_off(reader, kind))
