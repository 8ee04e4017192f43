"""Letters to people of the desk, sent as jobs: by SMTP, or into files where no mail server is set."""

from collections.abc import Sequence
from email.headerregistry import Address

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from zgoda.desk.people.links import link_of
from zgoda.desk.people.models import Invitation, Notice
from zgoda.desk.people.telling import told
from zgoda.engine.jobs import durable, once
from zgoda.look.words.times import when_long


@durable(attempts=12)
def send_invitation(invitation_id: int, language: str) -> None:
    """Send the link, unless the invitation was withdrawn or used before the job ran."""
    key = f"invitation:{invitation_id}"
    once(key, lambda: _invite(invitation_id, language, key))


@durable(attempts=12)
def send_notice(notice_id: int) -> None:
    """Tell a member by e-mail, in the account's language."""
    key = f"notice:{notice_id}"
    once(key, lambda: _tell(notice_id, key))


def deliver(to: str, subject: str, paragraphs: Sequence[str], key: str) -> bool:
    """One letter; sent again after a crash it has the same Message-ID, by which mail programs drop the copy."""
    host = Address(addr_spec=settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")).domain
    letter = EmailMessage(
        subject=" ".join("".join(char if char.isprintable() else " " for char in subject).split()),
        body="\n\n".join(paragraphs) + "\n",
        to=[to],
        headers={"Message-ID": f"<{key.replace(':', '.')}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    letter.send()
    return True


def _tell(notice_id: int, key: str) -> bool:
    row = Notice.objects.select_related("member__user", "member__shop", "case", "connection").get(pk=notice_id)
    reader = row.member.user
    with translation.override(reader.language or settings.LANGUAGE_CODE):
        said = told(row)
        if not reader.email:
            return False
        why = _("You chose to be told of this. Change it here: %(where)s") % {"where": f"{_desk()}/notices/settings"}
        return deliver(reader.email, said.title, [said.sentence, f"{_desk()}{said.path}", why], key)


def _desk() -> str:
    return settings.DESK_URL.rstrip("/")


def _invite(invitation_id: int, language: str, key: str) -> bool:
    row = Invitation.objects.select_related("shop", "invited_by").get(pk=invitation_id)
    if row.revoked_at or row.accepted_at:
        return False
    with translation.override(language):
        named = {"shop": row.shop.name, "who": row.invited_by.username if row.invited_by else _("Somebody")}
        return deliver(
            row.email,
            _("An invitation to the desk of %(shop)s") % named,
            [
                _("%(who)s invites you to work at the desk of %(shop)s.") % named,
                _("Follow this link to join:"),
                link_of(row),
                _("It lets one person in, until %(until)s.") % {"until": when_long(row.expires_at)},
                _("If you know nothing of this, you need not do anything."),
            ],
            key,
        )
