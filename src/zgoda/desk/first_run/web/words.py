"""Words for the steps of a first run and for what a removal takes away."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zgoda.desk.first_run.steps import Step
from zgoda.look.words.times import number

TITLES = {
    Step.CONNECT: gettext_lazy("Connect"),
    Step.SCOPES: gettext_lazy("Consent covers everything"),
    Step.IMPORT: gettext_lazy("Read-only import"),
    Step.CALENDAR: gettext_lazy("Market and calendar"),
    Step.TEAM: gettext_lazy("Team"),
    Step.RULES: gettext_lazy("Automatic messages in shadow"),
    Step.ARM: gettext_lazy("Arm"),
}


def held(counts: dict[str, int]) -> list[str]:
    """One phrase for each kind of which there is something."""
    said = {
        "cases": lambda n: ngettext("%(count)s case", "%(count)s cases", n),
        "messages": lambda n: ngettext("%(count)s message of them", "%(count)s messages of them", n),
        "outgoing": lambda n: ngettext(
            "%(count)s thing written here to send", "%(count)s things written here to send", n
        ),
        "tickets": lambda n: ngettext("%(count)s ticket", "%(count)s tickets", n),
        "comments": lambda n: ngettext("%(count)s internal comment", "%(count)s internal comments", n),
        "orders": lambda n: ngettext("%(count)s order", "%(count)s orders", n),
        "ratings": lambda n: ngettext("%(count)s rating", "%(count)s ratings", n),
    }
    return [said[kind](n) % {"count": number(n)} for kind, n in counts.items() if n] or [_("nothing yet")]
