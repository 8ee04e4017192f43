"""The forms about a claim, as they come in: each becomes one call of ``desk.cases.claim_actions``."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zgoda.desk.cases import case_page, claim_actions
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.claim_actions import Verdict
from zgoda.desk.cases.refusals import Refused
from zgoda.desk.store.models import DeskCase, Outgoing
from zgoda.desk.web import claim_card, uploads
from zgoda.domain.claims.claim import Decision, ReturnDecision
from zgoda.domain.decide.solutions import stated
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.engine.clock import real_now
from zgoda.look.words.refusals import refusal


def decide_return(request: HttpRequest, case: DeskCase, by: By) -> Outgoing | Refused | tuple[str, str] | uploads.Offer:
    """P-36: one of the three, with its message; the label as a file."""
    chosen = request.POST.get("decision", "")
    if chosen not in list(ReturnDecision):
        return "decision", _("Choose whether the product comes back.")
    files = uploads.taken(request, by)
    if not isinstance(files, list):
        return files
    return claim_actions.decide_return(case, ReturnDecision(chosen), request.POST.get("text", ""), files, by)


def give_verdict(
    request: HttpRequest, case: DeskCase, by: By, money: Money | None
) -> Outgoing | Refused | tuple[str, str]:
    """P-37: one of the verdicts, with its message; an amount counts for a partial refund alone."""
    post = request.POST
    chosen = post.get("verdict", "")
    if chosen not in list(Decision):
        return "verdict", _("Choose how you decide.")
    decision = Decision(chosen)
    is_part = decision is Decision.ACCEPTED_PARTIAL_REFUND
    wrong = _part_wrong(case, money) if is_part and money is not None else None
    if wrong is not None:
        return "amount", wrong
    verdict = Verdict(
        decision,
        post.get("text", ""),
        money=money if is_part else None,
        withdrawn_in=post.get("withdrawn_in", "")[:100],
        status_seen=post.get("status_seen", "")[:60],
    )
    return claim_actions.give_verdict(case, verdict, by)


def _part_wrong(case: DeskCase, part: Money) -> str | None:
    """C-30: less than the price of what is claimed, where that is known."""
    page = case_page.read(case.shop_id, case.pk, real_now())
    facts = claim_card.facts_of(page) if page else None
    price = claim_card.price_of(page, facts) if page and facts else None
    if price is None:
        return None
    found = stated(Expectation(Solution.PARTIAL_REFUND, part), price)
    return refusal(found) if found else None
