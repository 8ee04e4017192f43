"""Names of rest days and of their laws in the reader's language; the calendars keep them in English (rules D.5)."""

from django.utils.translation import gettext, gettext_noop

from zgoda.look.why_then import name_id

_NAMES = {
    gettext_noop("day off for a worked Saturday"),
    gettext_noop("All Saints' Day"),
    gettext_noop("Assumption Day"),
    gettext_noop("Christmas Day"),
    gettext_noop("Christmas Eve"),
    gettext_noop("Corpus Christi"),
    gettext_noop("Day of Our Lady of the Seven Sorrows"),
    gettext_noop("Day of Victory over Fascism"),
    gettext_noop("Day of the Establishment of the Slovak Republic"),
    gettext_noop("Easter"),
    gettext_noop("Easter Monday"),
    gettext_noop("Easter Sunday"),
    gettext_noop("Epiphany"),
    gettext_noop("Epiphany (Three Kings' Day and Orthodox Christmas)"),
    gettext_noop("Good Friday"),
    gettext_noop("Independent Czechoslovak State Day"),
    gettext_noop("Jan Hus Day"),
    gettext_noop("Labor Day"),
    gettext_noop("National Day"),
    gettext_noop("National Day of the Third of May"),
    gettext_noop("National Independence Day"),
    gettext_noop("New Year's Day"),
    gettext_noop("Pentecost"),
    gettext_noop("Pentecost Monday"),
    gettext_noop("Saints Cyril and Methodius Day"),
    gettext_noop("Second Day of Christmas"),
    gettext_noop("Slovak National Uprising Anniversary"),
    gettext_noop("State Foundation Day"),
    gettext_noop("Statehood Day"),
    gettext_noop("Struggle for Freedom and Democracy Day"),
    gettext_noop("Struggle for Freedom and Democracy Day and International Students' Day"),
    gettext_noop("Victory Day"),
}

_SOURCES = {
    gettext_noop("Act of 18 January 1951 on non-working days"),
    gettext_noop("Act of 6 December 2024, Journal of Laws 2024 item 1965"),
    gettext_noop("Act 245/2000"),
    gettext_noop("Act 241/1993"),
    gettext_noop("Act I of 2012, section 102"),
    gettext_noop("Act LXXII of 2026"),
    gettext_noop("Decree 15/2023"),
    gettext_noop("Decree 11/2024 NGM"),
    gettext_noop("Decree 10/2025 NGM"),
}


def holiday_name(english: str) -> str:
    """The name in the active language; a name nobody translated is shown as it stands in the calendar."""
    return gettext(name_id(english))


def source_name(english: str) -> str:
    """The law that makes a day a rest day, as the reader's language cites it."""
    return gettext(english) if english in _SOURCES else english
