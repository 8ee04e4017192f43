"""What letters about claims say. As with Discussions they bring no words of the other."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.mailing.models import Letter
from zgoda.domain.claims.claim import Status
from zgoda.domain.markets import market
from zgoda.engine.mailing.content import Content
from zgoda.look.words.claims import decision_name
from zgoda.look.words.times import when_long


def filed(letter: Letter) -> Content:
    """K-01."""
    row = _claim(letter)
    what = _("%(buyer)s filed a claim about “%(product)s”.") % _names(row)
    return _to_seller(_("A claim was filed: %(product)s"), row, what, _decide(row))


def return_decision(letter: Letter) -> Content:
    """TM-8."""
    row = _claim(letter)
    what = _("Say whether “%(product)s” has to be returned, so that you can decide the claim of %(buyer)s.")
    return _to_seller(_("A claim waits for your return decision: %(product)s"), row, what % _names(row), _decide(row))


def withdrawn(letter: Letter) -> Content:
    """K-07."""
    row = _claim(letter)
    what = _("%(buyer)s says that the claim about “%(product)s” is withdrawn. You still have to decide it.")
    return _to_seller(_("A claim was withdrawn: %(product)s"), row, what % _names(row), _decide(row))


def decided(letter: Letter) -> Content:
    """K-03, K-04: to the buyer."""
    row = _claim(letter)
    what = _("The seller decided your claim about “%(product)s”: %(decision)s.")
    told = what % {**_names(row), "decision": decision_name(row.decision)}
    return _to_buyer(_("Your claim was decided: %(product)s"), row, told, *_further_steps(row))


def deemed_accepted(letter: Letter) -> Content:
    """K-05: to both."""
    row = _claim(letter)
    if letter.to_id == row.buyer_id:
        what = _("Nobody decided your claim about “%(product)s” in time, so it counts as accepted.") % _names(row)
        task = _("Agree with the seller how to settle it. You can write in the claim.")
        return _to_buyer(_("Your claim counts as accepted: %(product)s"), row, what, task)
    what = _("Nobody decided the claim of %(buyer)s about “%(product)s” in time, so it counts as accepted.")
    task = _("Agree with the buyer how to settle it. No money moves by itself.")
    return _to_seller(_("A claim counts as accepted: %(product)s"), row, what % _names(row), task)


def _claim(letter: Letter) -> ClaimRow:
    return ClaimRow.objects.select_related("line", "buyer").get(pk=letter.about)


def _names(row: ClaimRow) -> Mapping[str, str]:
    return {"product": row.line.offer_name, "buyer": row.buyer.username, "number": row.reference}


def _to_seller(subject: str, row: ClaimRow, *paragraphs: str) -> Content:
    where = _("Number of the claim: %(number)s.") % _names(row)
    return Content(subject % _names(row), (*paragraphs, where), _facts(row))


def _to_buyer(subject: str, row: ClaimRow, *paragraphs: str) -> Content:
    where = _("You will find it in “My claims”, number %(number)s.") % _names(row)
    page = settings.CENTRE_URL.rstrip("/") + reverse("claim", "zgoda.centre.urls", args=[row.pk])
    return Content(subject % _names(row), (*paragraphs, where), _facts(row), (_("Open the claim"), page))


def _facts(row: ClaimRow) -> tuple[tuple[str, str], ...]:
    facts = [(_("Product"), row.line.offer_name), (_("Order"), str(row.line.order_id))]
    return (*facts, (_("Decide by"), _due(row))) if _due(row) and row.status == Status.SUBMITTED else tuple(facts)


def _due(row: ClaimRow) -> str:
    return when_long(row.decision_due, market(row.market).zone) if row.decision_due else ""


def _decide(row: ClaimRow) -> str:
    if not row.decision_due:
        return _("Please decide on it soon.")
    return _("Please decide by %(due)s. Without a decision by then the claim counts as accepted.") % {"due": _due(row)}


def _further_steps(row: ClaimRow) -> list[str]:
    """K-04: what the buyer can do against a rejection."""
    if row.status != Status.REJECTED:
        return []
    return [_("If you do not agree, write to the seller in the claim, or ask a consumer ombudsman or court for help.")]
