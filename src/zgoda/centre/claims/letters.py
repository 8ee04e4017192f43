"""E-mails about claims: which there are, in whose language. As with Discussions they bring no words of the other."""

from enum import StrEnum
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from zgoda.accounts.models import User
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.partners.mail.letters import deliver
from zgoda.domain.claims.claim import Status
from zgoda.domain.markets import market
from zgoda.engine.jobs import durable, once
from zgoda.look.words.claims import decision_name
from zgoda.look.words.times import when_long


class About(StrEnum):
    """What a letter tells (K-01, K-03, K-04, K-05, K-07; TM-8)."""

    FILED = "FILED"
    RETURN_DECISION = "RETURN_DECISION"
    DECIDED = "DECIDED"
    DEEMED_ACCEPTED = "DEEMED_ACCEPTED"
    WITHDRAWN = "WITHDRAWN"


def post(claim_id: UUID, to: int, about: About, key: str) -> None:
    """Enqueue a letter to an account, in the caller's transaction; ``key`` names what it tells of."""
    send_about_claim.enqueue(str(claim_id), to, about.value, f"mail:{key}:{about}:{to}")


@durable(attempts=12)
def send_about_claim(claim_id: str, to: int, about: str, key: str) -> None:
    """Send one letter, once."""
    once(key, lambda: _deliver(UUID(claim_id), to, About(about), key))


def _deliver(claim_id: UUID, to: int, about: About, key: str) -> bool:
    reader = User.objects.get(pk=to)
    row = ClaimRow.objects.select_related("line", "buyer").get(pk=claim_id)
    with translation.override(reader.language or market(reader.market).language):
        subject, paragraphs = _words(row, about, to_buyer=reader.pk == row.buyer_id)
        return deliver(reader, subject, paragraphs, key)


def _words(row: ClaimRow, about: About, *, to_buyer: bool) -> tuple[str, list[str]]:
    names = {"product": row.line.offer_name, "buyer": row.buyer.username, "number": row.reference}
    where = (
        _("You will find it in “My claims”, number %(number)s.") if to_buyer else _("Number of the claim: %(number)s.")
    )
    subject, paragraphs = _seller_words(row, about, names) if not to_buyer else _buyer_words(row, about, names)
    return subject, [*paragraphs, where % names]


def _seller_words(row: ClaimRow, about: About, names: dict[str, str]) -> tuple[str, list[str]]:
    due = when_long(row.decision_due, market(row.market).zone) if row.decision_due else ""
    decide = [_("Please decide by %(due)s. Without a decision by then the claim counts as accepted.") % {"due": due}]
    decide = decide if due else [_("Please decide on it soon.")]
    match about:
        case About.FILED:
            what = _("%(buyer)s filed a claim about “%(product)s”.") % names
            return _("A claim was filed: %(product)s") % names, [what, *decide]
        case About.RETURN_DECISION:
            what = _("Say whether “%(product)s” has to be returned, so that you can decide the claim of %(buyer)s.")
            return _("A claim waits for your return decision: %(product)s") % names, [what % names, *decide]
        case About.WITHDRAWN:
            what = _("%(buyer)s says that the claim about “%(product)s” is withdrawn. You still have to decide it.")
            return _("A claim was withdrawn: %(product)s") % names, [what % names, *decide]
    what = _("Nobody decided the claim of %(buyer)s about “%(product)s” in time, so it counts as accepted.") % names
    task = _("Agree with the buyer how to settle it. No money moves by itself.")
    return _("A claim counts as accepted: %(product)s") % names, [what, task]


def _buyer_words(row: ClaimRow, about: About, names: dict[str, str]) -> tuple[str, list[str]]:
    if about is About.DEEMED_ACCEPTED:
        what = _("Nobody decided your claim about “%(product)s” in time, so it counts as accepted.") % names
        task = _("Agree with the seller how to settle it. You can write in the claim.")
        return _("Your claim counts as accepted: %(product)s") % names, [what, task]
    what = _("The seller decided your claim about “%(product)s”: %(decision)s.")
    told = what % {**names, "decision": decision_name(row.decision)}
    return _("Your claim was decided: %(product)s") % names, [told, *_further_steps(row)]


def _further_steps(row: ClaimRow) -> list[str]:
    """K-04: what the buyer can do against a rejection."""
    if row.status != Status.REJECTED:
        return []
    return [_("If you do not agree, write to the seller in the claim, or ask a consumer ombudsman or court for help.")]
