"""A difference and a forecast in words."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zgoda.desk.quality.differences import Difference, Why
from zgoda.domain.quality.forecast import Forecast
from zgoda.look.words import times


def forecast_words(found: Forecast, server_now: datetime) -> str:
    """``Answer these 5 by 14:00 and the share …``."""
    count = len(found.subjects)
    when = times.when(found.by, now=server_now)
    values = {
        "count": times.number(count),
        "when": when,
        "answered": times.percent_exact(found.answered),
        "missed": times.percent_exact(found.missed),
    }
    if found.now is not None:
        values["now"] = times.percent_exact(found.now)
    return _sentence(found, count) % values


def difference_words(one: Difference) -> str:
    """What differs, and why that may be."""
    here = one.here.answer if one.here else None
    there, took = one.there, here.seconds if here else None
    if one.why is Why.OTHER_TIME and there is not None:
        values = {"there": _span(there.seconds), "here": _span(took or 0)}
        return _("The platform counts %(there)s of business time, the desk %(here)s.") % values
    return {
        Why.NOT_HERE: _(
            "The platform counts it and the desk does not hold it: it is older than what was read, or gone."
        ),
        Why.REOPENED: _("It was re-opened. Only its first round counts, and that is not known here."),
        Why.NOT_THERE: _("The desk counts it and the platform does not: it may be left out there, or counted later."),
        Why.AUTOMATIC: _(
            "In time for the platform, no answer here: an automatic answer after a delivery action counts there."
        ),
        Why.OTHER_END: _("One side says in time, the other late: the deadline or the first answer is not the same."),
        Why.OTHER_DAY: _("The same answer, counted on another day."),
        Why.OTHER_TIME: "",
    }[one.why]


def _sentence(found: Forecast, count: int) -> str:
    if found.now is None:
        return ngettext(
            "Answer %(count)s Discussion by %(when)s and the share of timely responses is %(answered)s; leave it "
            "and it is %(missed)s.",
            "Answer these %(count)s Discussions by %(when)s and the share of timely responses is %(answered)s; "
            "leave them and it is %(missed)s.",
            count,
        )
    if found.now == found.answered:
        return ngettext(
            "Answer %(count)s Discussion by %(when)s and the share of timely responses stays at %(now)s; leave it "
            "and it goes to %(missed)s.",
            "Answer these %(count)s Discussions by %(when)s and the share of timely responses stays at %(now)s; "
            "leave them and it goes to %(missed)s.",
            count,
        )
    return ngettext(
        "Answer %(count)s Discussion by %(when)s and the share of timely responses goes from %(now)s to %(answered)s; "
        "leave it and it goes to %(missed)s.",
        "Answer these %(count)s Discussions by %(when)s and the share of timely responses goes from %(now)s to "
        "%(answered)s; leave them and it goes to %(missed)s.",
        count,
    )


def _span(seconds: int) -> str:
    return times.hours(timedelta(seconds=seconds))
