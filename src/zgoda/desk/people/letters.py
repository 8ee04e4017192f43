"""Letters to people of the desk, as text and HTML, at most once each: by SMTP, or into files where no mail server is
set."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from zgoda.desk.people.links import link_of, link_of_letters
from zgoda.desk.people.models import DeskLetter, Invitation, Notice
from zgoda.desk.people.telling import told
from zgoda.domain.notices import Event
from zgoda.engine import clock
from zgoda.engine.jobs import durable
from zgoda.engine.mailing.content import Content, cleaned
from zgoda.engine.mailing.sending import ATTEMPTS, KEPT, State, Written, deliver
from zgoda.look import letter as look
from zgoda.look.letter import Footer
from zgoda.look.words.times import when_long

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@durable(attempts=ATTEMPTS)
def send_invitation(invitation_id: int, language: str) -> None:
    """Send the link, unless the invitation was withdrawn or used before the job ran."""
    _deliver(_of_invitation(invitation_id), lambda key: _invitation(invitation_id, language, key))


@durable(attempts=ATTEMPTS)
def send_notice(notice_id: int) -> None:
    """Tell a member by e-mail, in the account's language."""
    _deliver(_of_notice(notice_id), lambda key: _notice(notice_id, key))


def of_invitations(rows: Iterable[Invitation]) -> dict[int, DeskLetter]:
    """How far the letters of these invitations came, by invitation; one that waits for a worker is not in it."""
    numbers = {_of_invitation(row.pk): row.pk for row in rows}
    return {numbers[letter.key]: letter for letter in DeskLetter.objects.filter(key__in=numbers)}


def of_notices(rows: Iterable[Notice]) -> dict[int, DeskLetter]:
    """The same of notices; one that was not told by a letter is not in it."""
    numbers = {_of_notice(row.pk): row.pk for row in rows}
    return {numbers[letter.key]: letter for letter in DeskLetter.objects.filter(key__in=numbers)}


def forget() -> int:
    """Drop how far old letters came, with what mail servers said, a thousand at a time; how many went."""
    eldest = DeskLetter.objects.order_by("pk").values_list("pk", "created_at")[:1000]
    old = [pk for pk, created_at in eldest if created_at < clock.now() - KEPT]
    return DeskLetter.objects.filter(pk__in=old).delete()[0]


def _deliver(key: str, write: Callable[[str], Written | State]) -> None:
    letter, _is_new = DeskLetter.objects.get_or_create(key=key, defaults={"created_at": clock.now()})
    deliver(DeskLetter, letter.pk, lambda row: write(row.key))


def _of_invitation(invitation_id: int) -> str:
    return f"invitation:{invitation_id}"


def _of_notice(notice_id: int) -> str:
    return f"notice:{notice_id}"


def _invitation(invitation_id: int, language: str, key: str) -> Written | State:
    row = Invitation.objects.select_related("shop", "invited_by").get(pk=invitation_id)
    if row.revoked_at or row.accepted_at:
        return State.NOT_NEEDED
    with translation.override(language):
        named = {"shop": row.shop.name, "who": row.invited_by.username if row.invited_by else _("Somebody")}
        content = Content(
            _("An invitation to the desk of %(shop)s") % named,
            (
                _("%(who)s invites you to work at the desk of %(shop)s.") % named,
                _("The link lets one person in, until %(until)s.") % {"until": when_long(row.expires_at)},
            ),
            link=(_("Join the desk"), link_of(row)),
        )
        asked = _("You get this letter because somebody at this shop named your address.")
        footer = Footer(asked, _("If you know nothing of this, you need not do anything."))
        return _written(content, footer, language, to=row.email, key=key)


def _notice(notice_id: int, key: str) -> Written | State:
    row = Notice.objects.select_related("member__user", "member__shop", "case", "connection").get(pk=notice_id)
    reader = row.member.user
    if not reader.email:
        return State.NO_ADDRESS
    language = reader.language or settings.LANGUAGE_CODE
    with translation.override(language):
        said, desk = told(row), settings.DESK_URL.rstrip("/")
        content = Content(said.title, (said.sentence,), link=(_("Look at it"), f"{desk}{said.path}"))
        footer = Footer(_("You chose to be told of this."), _("Change it here:"), f"{desk}/notices/settings")
        off = look.one_click(link_of_letters(row.member, Event(row.event)))
        return _written(content, footer, language, to=reader.email, key=key, headers=off)


def _written(
    content: Content, footer: Footer, language: str, *, to: str, key: str, headers: Mapping[str, str] = NO_HEADERS
) -> Written:
    number = look.message_id(key.replace(":", "."))
    return Written(look.mail_of(cleaned(content), footer, language, to=to, message_id=number, headers=headers))
