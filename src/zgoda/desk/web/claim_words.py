"""Claims in the desk's words: what a decision is called in a form, what it means, and what came of one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.domain.claims.claim import Decision, Ground, ReturnDecision, Status
from zgoda.look.words.claims import decision_name, ground_name

_RETURNS = {
    ReturnDecision.SELLER_LABEL: (
        gettext_lazy("Yes, with my label"),
        gettext_lazy("Attach the label. The buyer prints it, and you pay for the way back."),
    ),
    ReturnDecision.CUSTOM: (
        gettext_lazy("Yes, in another way"),
        gettext_lazy("Write how and where to: a courier you order, an address, a point of service."),
    ),
    ReturnDecision.NOT_REQUIRED: (
        gettext_lazy("No, the buyer keeps it"),
        gettext_lazy("You decide by the description and the pictures."),
    ),
}
_VERDICTS = {
    Decision.ACCEPTED_REPAIR: (gettext_lazy("Repair the product"), ""),
    Decision.ACCEPTED_EXCHANGE: (gettext_lazy("Exchange it for another one"), ""),
    Decision.ACCEPTED_REFUND: (gettext_lazy("Refund the whole price"), ""),
    Decision.ACCEPTED_PARTIAL_REFUND: (
        gettext_lazy("Refund a part of the price"),
        gettext_lazy("Give the amount below."),
    ),
    Decision.REJECTED_PRODUCT_CONFORMS_TO_CONTRACT: (gettext_lazy("The product is as agreed"), ""),
    Decision.REJECTED_PRODUCT_DAMAGED_BY_USER: (gettext_lazy("The buyer damaged it in use"), ""),
    Decision.REJECTED_MINOR_DEFECT: (gettext_lazy("The defect is minor"), ""),
    Decision.REJECTED_PRODUCT_NOT_RETURNED: (
        gettext_lazy("The product was not sent back"),
        gettext_lazy("Only where you asked for it."),
    ),
    Decision.REJECTED_ADDITIONAL_REQUIREMENTS_NOT_COMPLETED: (
        gettext_lazy("Something you asked for is missing"),
        gettext_lazy("Such as a picture or a proof that the buyer did not send."),
    ),
    Decision.REJECTED_CLAIM_WITHDRAWN_BY_BUYER: (
        gettext_lazy("The buyer withdrew the claim"),
        gettext_lazy("Only where the buyer said so."),
    ),
    Decision.REJECTED_OTHER: (gettext_lazy("Another reason"), gettext_lazy("Explain it in the message.")),
}
_STATUSES = {
    "CLAIM_SUBMITTED": gettext_lazy("The claim waits for a decision."),
    "CLAIM_ACCEPTED": gettext_lazy("The claim was accepted meanwhile."),
    "CLAIM_REJECTED": gettext_lazy("The claim was rejected meanwhile."),
}

Choice = dict[str, str]


def return_choices() -> list[Choice]:
    return [_choice(one.value, *_RETURNS[one]) for one in ReturnDecision]


def return_name(code: str) -> str:
    """The answer to whether the product comes back."""
    return str(_RETURNS[ReturnDecision(code)][0])


def verdict_choices(decisions: tuple[Decision, ...], status: Status) -> list[Choice]:
    """Those of the decisions that lead to the status, in the order in which a seller meets them."""
    return [_choice(one.value, *words) for one, words in _VERDICTS.items() if one in decisions and one.status is status]


def verdict_name(code: str) -> str:
    return decision_name(code)


def ground(code: str | None) -> str:
    """What the buyer relies on; a word nobody knows as it came."""
    return ground_name(code) if code in list(Ground) else code or ""


def return_flag(required: bool | None) -> str:
    """B1-06: the three values of the flag."""
    if required is None:
        return _("not decided yet")
    return _("the product comes back") if required else _("the product stays with the buyer")


def came(changes: dict[str, object]) -> list[str]:
    """What is different from how the agent saw the claim."""
    status, found = changes.get("status"), []
    if status is not None:
        found.append(str(_STATUSES.get(str(status), status)))
    if "return_required" in changes:
        required = changes["return_required"]
        flag = return_flag(required if isinstance(required, bool) else None)
        found.append(_("The decision about the return is now: %(what)s.") % {"what": flag})
    return found


def _choice(value: str, label: object, hint: object) -> Choice:
    return {"value": value, "label": str(label), "hint": str(hint)}
