"""Three rules that most shops want, written in the language of whoever asks for them, and only watching."""

from django.utils.translation import gettext as _

from zgoda.desk.automation import keeping
from zgoda.desk.store.models import Member
from zgoda.domain.automation.rule import Escalation, Hours, If, Rule, Then, Trigger, When


def begin(by: Member) -> None:
    """Each is a starting point: its texts are to be read and changed before it is armed."""
    for name, rule in _usual(by):
        keeping.add(by, name, rule)


def _usual(by: Member) -> tuple[tuple[str, Rule], ...]:
    return (
        (
            _("Written outside working hours"),
            Rule(
                0,
                When(Trigger.WROTE),
                If(hours=Hours.OUTSIDE),
                Then(
                    acknowledge=_(
                        "Thank you for your message. We are not at work just now; we have read that it is about "
                        "“{reason}” and will answer on our next working day."
                    )
                ),
            ),
        ),
        (
            _("A clock ends soon"),
            Rule(0, When(Trigger.NEAR, 4), If(), Then(escalate=Escalation(tag=_("urgent"), tell=frozenset({by.pk})))),
        ),
        (
            _("Damaged, incomplete or not as described: ask for evidence"),
            Rule(0, When(Trigger.ARRIVED), If(reasons=frozenset(_evidence())), Then(evidence=_evidence())),
        ),
    )


def _evidence() -> dict[str, str]:
    """By reason."""
    damaged = _(
        "We are sorry that the product arrived damaged. Please send a picture of the damage and of the parcel with its "
        "label, so that we can decide at once."
    )
    return {
        "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT": damaged,
        "PRODUCT_DAMAGED_PARCEL_INTACT": damaged,
        "MISSING_PRODUCT_ELEMENT": _(
            "We are sorry that something is missing. Please tell us which part, and send a picture of what arrived."
        ),
        "NOT_AS_DESCRIBED": _(
            "We are sorry that the product is not what you expected. Please send a picture, and tell us what differs "
            "from the description."
        ),
        "DEFECT_FOUND_DURING_USE": _(
            "We are sorry that the product does not work as it should. Please describe what happens, and send a "
            "picture or the serial number."
        ),
    }
