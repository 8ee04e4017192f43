"""``/zgoda/v1``: telephones. Which number an offer's buyer sees for which topic, for everybody; and the seller's own
details, which the seller sets (S1-26…29, C-36)."""

import re
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.accounts.models import Role, User
from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.framework import Call, endpoint
from zgoda.centre.hotline import contacts
from zgoda.centre.hotline.contacts import AboutSeller, Contact, Shown, Week
from zgoda.domain.hotline import SELLERS_WEEK, Whose, is_number
from zgoda.domain.markets import UnknownMarket, market
from zgoda.domain.working_hours import DAY_MINUTES, Opening
from zgoda.look.words.hotline import choice_name
from zgoda.wire import contacts as wire
from zgoda.wire import media
from zgoda.wire.scopes import Scope

ZGODA = (media.ZGODA_V1, media.JSON)
SHARED = {"cache-control": "public, max-age=300", "vary": "Accept-Language", "access-control-allow-origin": "*"}
MOST_OPENINGS = 12
"""Open times of one day."""
_DAYS = 7
_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


@endpoint(versions=ZGODA, open_to_all=True)
def offer_contact(call: Call, offer_id: str) -> HttpResponse:
    """S1-26…28: public, the same for everybody."""
    asked = call.request.GET.get("marketplace", "")
    try:
        where = market(asked)
    except UnknownMarket:
        raise problems.invalid("marketplace", _("There is no such marketplace."), asked) from None
    told = contacts.about_seller(offer_id, where.code)
    if told is None:
        raise problems.not_found(_("Nothing is known of this offer here."))
    return call.answer(_offer(told), headers=SHARED)


@endpoint(scope=Scope.MESSAGING, versions=ZGODA)
def read_contact(call: Call) -> HttpResponse:
    """What the seller says of itself, or the usual hours and nothing else."""
    return call.answer(_own(contacts.contact_of(_seller(call))))


@endpoint(scope=Scope.MESSAGING, versions=ZGODA, body=Body.JSON)
def set_contact(call: Call) -> HttpResponse:
    """C-36: the seller's number, address and hours, from now on; the same again changes nothing."""
    seller, told = _seller(call), call.read(wire.SellerContact)
    phone, email = (told.phone or "").strip(), (told.email or "").strip()
    if phone and not is_number(phone):
        raise problems.invalid("phone", _("Write the number with digits, such as +48 22 123 45 67."), phone)
    if email and not _is_address(email):
        raise problems.invalid("email", _("This is not an e-mail address."), email)
    week = SELLERS_WEEK if told.week is None else _week(told.week)
    contacts.set_contact(seller.pk, phone=phone, email=email, week=week, now=call.now)
    return call.answer(_own(contacts.contact_of(seller)))


def _seller(call: Call) -> User:
    """Only sellers have details of this kind."""
    person = User.objects.get(pk=call.user_id)
    if person.role != Role.SELLER:
        raise problems.access_denied()
    return person


def _offer(told: AboutSeller) -> wire.OfferContact:
    return wire.OfferContact(
        offer_id=told.offer_id,
        marketplace=told.line.market.id,
        seller=told.seller.login,
        fulfilled_by_platform=told.fulfilled,
        topics=[_topic(told, shown) for shown in told.shown],
    )


def _topic(told: AboutSeller, shown: Shown) -> wire.ContactTopic:
    daily = ((told.line.hours.opens, told.line.hours.closes),)
    hours = (
        wire.Hours(zone=told.line.market.zone.key, week=_told_week((daily,) * _DAYS), rest_days=True)
        if shown.whose is Whose.HOTLINE
        else wire.Hours(zone=told.seller.home.zone.key, week=_told_week(told.seller.week), rest_days=False)
    )
    return wire.ContactTopic(
        topic=shown.choice,
        name=choice_name(shown.choice),
        answers=shown.whose,
        phone=shown.number or None,
        hours=hours,
    )


def _own(contact: Contact) -> wire.SellerContact:
    return wire.SellerContact(
        phone=contact.phone or None,
        email=contact.email or None,
        week=_told_week(contact.week),
        zone=contact.home.zone.key,
    )


def _told_week(week: Iterable[Iterable[Opening]]) -> list[list[wire.OpenTime]]:
    return [[wire.OpenTime(since=_clock(begin), until=_clock(end)) for begin, end in day] for day in week]


def _week(told: Sequence[Sequence[wire.OpenTime]]) -> Week:
    if len(told) != _DAYS or any(len(day) > MOST_OPENINGS for day in told):
        raise problems.invalid("week", _("A week has seven days."))
    return tuple(tuple(_opening(time) for time in day) for day in told)


def _opening(time: wire.OpenTime) -> Opening:
    begin, end = _minutes(time.since), _minutes(time.until)
    if begin is None or end is None or begin >= end:
        raise problems.invalid("week", _("An open time begins before it ends."), f"{time.since}–{time.until}")
    return begin, end


def _minutes(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    minutes = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
    return minutes if minutes <= DAY_MINUTES else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
