"""Instants, durations, numbers and money as people of each language write them (Babel's data, our choices).

Instants are aware UTC; they are shown in the active time zone (the market's, see `look.places`) unless one is given.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from zgoda.domain.money import WHOLE_UNITS_ONLY, Money

_LOCALES = {"en": "en_GB"}


def when(at: datetime, zone: tzinfo | None = None, now: datetime | None = None) -> str:
    """``Mon 24 Nov, 15:12``; with the year when it is not the year of ``now`` (default: the machine's)."""
    local = at.astimezone(zone or timezone.get_current_timezone())
    this_year = (now or datetime.now(UTC)).astimezone(local.tzinfo).year
    skeleton = "MMMEd" if local.year == this_year else "yMMMEd"
    return f"{_dated(local.date(), skeleton, _locale())}, {local:%H:%M}"


def when_long(at: datetime, zone: tzinfo | None = None) -> str:
    """``Monday, 24 November 2025, 15:12 (Europe/Warsaw)``: for titles and explanations."""
    local = at.astimezone(zone or timezone.get_current_timezone())
    return f"{_long(local.date(), _locale())}, {local:%H:%M} ({local.tzinfo})"


def day_long(at: datetime | date, zone: tzinfo | None = None) -> str:
    """``Monday, 24 November 2025``."""
    if isinstance(at, datetime):
        at = at.astimezone(zone or timezone.get_current_timezone()).date()
    return _long(at, _locale())


def day(at: date) -> str:
    """``1 Jul 2025``, for columns of dates."""
    return str(format_date(at, "medium", locale=_locale()))


def day_short(day: date) -> str:
    """``Mon 24 Nov``."""
    return _dated(day, "MMMEd", _locale())


def weekdays() -> list[str]:
    """Monday to Sunday in full."""
    names = get_day_names("wide", "stand-alone", _locale())
    return [str(names[number]) for number in range(7)]


def clock_time(at: datetime, zone: tzinfo | None = None) -> str:
    return f"{at.astimezone(zone or timezone.get_current_timezone()):%H:%M}"


def length(span: timedelta) -> str:
    """``2 days 4 h``, ``3 h 20 min``, ``25 min``: the two largest units, rounded down, never empty."""
    minutes = int(abs(span).total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        words = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
        return f"{words} {_hours(hours)}" if hours and days < 10 else words
    if hours:
        return f"{_hours(hours)} {_minutes(minutes)}" if minutes else _hours(hours)
    return _minutes(minutes)


def hours(span: timedelta) -> str:
    """``24 h``, ``9 h 30 min``: never in days, for explanations that count hours."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 60:
        return _minutes(minutes)
    return f"{_hours(minutes // 60)} {_minutes(minutes % 60)}" if minutes % 60 else _hours(minutes // 60)


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in words; under a minute it is "just now"."""
    span = now - at
    return _("just now") if span < timedelta(minutes=1) else _("%(length)s ago") % {"length": length(span)}


def left(due: datetime, now: datetime) -> str:
    """``3 h 20 min left`` or ``2 h late``: plain elapsed time to or after an instant."""
    if now > due:
        return _("%(length)s late") % {"length": length(now - due)}
    return _("%(length)s left") % {"length": length(due - now)}


def working(span: timedelta) -> str:
    """Business time, said so: ``3 h 20 min working``."""
    return _("%(length)s working") % {"length": length(span)}


def money(amount: Money) -> str:
    """``30,00 zł`` in the reader's language; forint without fillér (C-30)."""
    return _money(amount.minor, amount.currency, _locale())


def amount(minor: int) -> str:
    """``129,99`` as it is typed into a form: no grouping, always two places."""
    return str(format_decimal(Decimal(minor).scaleb(-2), "0.00", locale=_locale()))


def at_least(value: int) -> str:
    """``999+``: a count that was not taken to its end."""
    return f"{number(value)}+"


def counted(value: int, most: int) -> str:
    """A count that was taken up to ``most`` and one more."""
    return at_least(most) if value > most else number(value)


def number(value: int | Decimal) -> str:
    return str(format_decimal(value, locale=_locale()))


def percent(share: float) -> str:
    """``86%``, of a share between 0 and 1."""
    return str(format_percent(share, locale=_locale()))


def percent_exact(share: Fraction) -> str:
    """``96.7%``: one place, rounded down, so that nothing short of all looks like all."""
    tenths = share.numerator * 1000 // share.denominator
    return str(format_percent(Decimal(tenths).scaleb(-3), "#,##0.#%", locale=_locale()))


def filesize(size: int) -> str:
    """Bytes as ``412 KB`` or ``1.4 MB`` (binary units under their everyday names)."""
    if size < 1024 * 1024:
        return f"{number(max(1, round(size / 1024)))} KB"
    return f"{number(Decimal(size * 10 // (1024 * 1024)) / 10)} MB"


def iso(at: datetime) -> str:
    """For ``datetime`` attributes: UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def tick_units() -> str:
    """The short units a page's script needs: ``d|h|min``."""
    return _units(get_language())


@lru_cache(maxsize=16)
def _units(_language: str | None) -> str:
    return "|".join((pgettext("unit", "d"), pgettext("unit", "h"), pgettext("unit", "min")))


def _hours(count: int) -> str:
    unit = pgettext("unit", "h")
    return f"{count} {unit}"


def _minutes(count: int) -> str:
    unit = pgettext("unit", "min")
    return f"{count} {unit}"


def _locale() -> str:
    language = get_language() or "en"
    return _LOCALES.get(language, language)


@lru_cache(maxsize=4096)
def _dated(day: date, skeleton: str, locale: str) -> str:
    return str(format_skeleton(skeleton, datetime(day.year, day.month, day.day, tzinfo=UTC), locale=locale))


@lru_cache(maxsize=1024)
def _long(day: date, locale: str) -> str:
    return str(format_date(day, "full", locale=locale))


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, locale: str) -> str:
    amount = Decimal(minor).scaleb(-2)
    if currency in WHOLE_UNITS_ONLY:
        pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace(".00", "")
        return str(format_currency(amount, currency, pattern, locale=locale, currency_digits=False))
    said = str(format_currency(amount, currency, locale=locale))
    # CLDR puts a space between a code and its digits; Babel leaves it out.
    return said.replace(currency, f"{currency}\N{NO-BREAK SPACE}", 1) if said.startswith(currency) else said
