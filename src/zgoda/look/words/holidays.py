"""Names of rest days in the reader's language; the calendars keep them in English (rules D.5)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORKED_SATURDAY = "Rest day for the worked Saturday "
_NAMES = {
    "All Saints' Day": gettext_lazy("All Saints' Day"),
    "Assumption Day": gettext_lazy("Assumption Day"),
    "Christmas Day": gettext_lazy("Christmas Day"),
    "Christmas Eve": gettext_lazy("Christmas Eve"),
    "Corpus Christi": gettext_lazy("Corpus Christi"),
    "Day of Our Lady of the Seven Sorrows": gettext_lazy("Day of Our Lady of the Seven Sorrows"),
    "Day of Victory over Fascism": gettext_lazy("Day of Victory over Fascism"),
    "Day of the Establishment of the Slovak Republic": gettext_lazy("Day of the Establishment of the Slovak Republic"),
    "Easter": gettext_lazy("Easter"),
    "Easter Monday": gettext_lazy("Easter Monday"),
    "Easter Sunday": gettext_lazy("Easter Sunday"),
    "Epiphany": gettext_lazy("Epiphany"),
    "Epiphany (Three Kings' Day and Orthodox Christmas)": gettext_lazy(
        "Epiphany (Three Kings' Day and Orthodox Christmas)"
    ),
    "Good Friday": gettext_lazy("Good Friday"),
    "Independent Czechoslovak State Day": gettext_lazy("Independent Czechoslovak State Day"),
    "Jan Hus Day": gettext_lazy("Jan Hus Day"),
    "Labor Day": gettext_lazy("Labor Day"),
    "National Day": gettext_lazy("National Day"),
    "National Day of the Third of May": gettext_lazy("National Day of the Third of May"),
    "National Independence Day": gettext_lazy("National Independence Day"),
    "New Year's Day": gettext_lazy("New Year's Day"),
    "Pentecost": gettext_lazy("Pentecost"),
    "Pentecost Monday": gettext_lazy("Pentecost Monday"),
    "Saints Cyril and Methodius Day": gettext_lazy("Saints Cyril and Methodius Day"),
    "Second Day of Christmas": gettext_lazy("Second Day of Christmas"),
    "Slovak National Uprising Anniversary": gettext_lazy("Slovak National Uprising Anniversary"),
    "State Foundation Day": gettext_lazy("State Foundation Day"),
    "Statehood Day": gettext_lazy("Statehood Day"),
    "Struggle for Freedom and Democracy Day": gettext_lazy("Struggle for Freedom and Democracy Day"),
    "Struggle for Freedom and Democracy Day and International Students' Day": gettext_lazy(
        "Struggle for Freedom and Democracy Day and International Students' Day"
    ),
    "Victory Day": gettext_lazy("Victory Day"),
}


def holiday_name(english: str) -> str:
    """The name in the active language; a name nobody translated is shown as it stands in the calendar."""
    if english.startswith(_WORKED_SATURDAY):
        return _("day off for a worked Saturday")
    known = _NAMES.get(english)
    return str(known) if known is not None else english
