"""Sources, statuses, types of fields and objections in words."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from zgoda.desk.crm.customers import LoginTaken, Wrong, WrongValue
from zgoda.desk.crm.integrations import Why
from zgoda.domain.customers import FieldType
from zgoda.domain.tickets import Source, TicketStatus

_SOURCES = {Source.ALLEGRO: "Allegro"}
_STATUSES = {
    TicketStatus.OPEN: pgettext_lazy("ticket", "Open"),
    TicketStatus.WAITING: pgettext_lazy("ticket", "Waiting"),
    TicketStatus.SOLVED: pgettext_lazy("ticket", "Solved"),
    TicketStatus.CLOSED: pgettext_lazy("ticket", "Closed"),
}
_TYPES = {
    FieldType.TEXT: pgettext_lazy("field", "Text"),
    FieldType.NUMBER: pgettext_lazy("field", "Number"),
    FieldType.DATE: pgettext_lazy("field", "Date"),
    FieldType.YES_NO: pgettext_lazy("field", "Yes or no"),
}
_OBJECTIONS = {
    Why.NO_NAME: gettext_lazy("Give the integration a name. Only your team sees it."),
    Why.NO_FIELD: gettext_lazy(
        "Choose the field of the CRM that holds the customer's login. If there is none, add it."
    ),
    Why.FIELD_NOT_TEXT: gettext_lazy(
        "The login must stand in a field of type Text, and this one is of another type. Choose or add a Text field."
    ),
    Why.NO_QUEUE: gettext_lazy("Say in which queue Discussions land."),
    Why.NO_CATEGORY: gettext_lazy("Say which category their tickets get."),
    Why.NO_STATUS: gettext_lazy("Choose a ticket status."),
    Why.UNRESOLVED_ENDS: gettext_lazy(
        "An unresolved Discussion has not ended: the buyer and you can still write. Choose a status that does not end "
        "the ticket."
    ),
    Why.NO_CLOSURE: gettext_lazy("Write the message that goes with the request to confirm."),
    Why.NO_ANSWER: gettext_lazy("Write the automatic answer, or turn it off."),
    Why.TOO_LONG: gettext_lazy("This text is too long. Shorten it to 5,000 characters."),
    Why.NOT_AUTHORISED: gettext_lazy(
        "The account has not approved access yet. Authorise it first; the settings are saved."
    ),
    Why.NOT_SAVED: gettext_lazy("Save the settings first."),
}


def source(code: str) -> str:
    """S3-26: where a ticket comes from; one nobody knows as it is stored."""
    return _SOURCES[Source(code)] if code in set(Source) else code


def sources() -> list[tuple[str, str]]:
    return [(code.value, _SOURCES[code]) for code in Source]


def ticket_status(code: str) -> str:
    return str(_STATUSES[TicketStatus(code)])


def ticket_statuses() -> list[tuple[str, str]]:
    return [(code.value, str(_STATUSES[code])) for code in TicketStatus]


def field_type(code: str) -> str:
    return str(_TYPES[FieldType(code)])


def field_types() -> list[tuple[str, str]]:
    return [(code.value, str(_TYPES[code])) for code in FieldType]


def objection(why: Why) -> str:
    """What is wrong with the settings, and what to do."""
    return str(_OBJECTIONS[why])


def wrong_record(wrong: Wrong) -> tuple[str, str]:
    """The form's field, and what is wrong with a customer's record."""
    if isinstance(wrong, WrongValue):
        said = gettext_lazy("“%(field)s” holds values of the type %(type)s.")
        return f"field_{wrong.field.pk}", str(said) % {"field": wrong.field.name, "type": field_type(wrong.field.kind)}
    if isinstance(wrong, LoginTaken):
        said = gettext_lazy("This login already stands in the record “%(name)s”. Open that one instead.")
        return f"field_{wrong.field.pk}", str(said) % {"name": wrong.customer.name or wrong.customer.pk}
    return "name", str(gettext_lazy("Give a name or fill in a field."))
