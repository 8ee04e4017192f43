"""What a member wants to be told of: read, and changed for one kind of letter by the link that stands in it."""

from django.db import transaction

from zgoda.desk.people.models import NoticeSettings
from zgoda.desk.store.models import Member
from zgoda.domain.notices import Event, Wishes, with_letters


def wishes_of(member: Member) -> Wishes:
    """The member's own, or the defaults."""
    return _wishes(getattr(member, "notice_settings", None))


def switch_letters(member_id: int, event: Event, wanted: bool) -> None:
    """Letters about one event, whatever else the member chose; again is the same."""
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member_id)
        row = NoticeSettings.objects.filter(pk=member_id).first()
        chosen = with_letters(_wishes(row), event, wanted)
        email, browser = sorted(chosen.email), sorted(chosen.browser)
        NoticeSettings.objects.update_or_create(pk=member_id, defaults={"email": email, "browser": browser})


def _wishes(row: NoticeSettings | None) -> Wishes:
    if row is None:
        return Wishes()
    return Wishes(_events(row.email), _events(row.browser), row.quiet_from, row.quiet_to)


def _events(kept: list[str]) -> frozenset[Event]:
    return frozenset(Event(one) for one in kept if one in set(Event))
