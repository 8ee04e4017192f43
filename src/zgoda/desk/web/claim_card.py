"""What a case's page tells of a claim (B.1): what is claimed, on what ground, what is decided, what has to be done."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from zgoda.desk.cases import claims
from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.cases.claims import ClaimFacts
from zgoda.desk.cases.clocks import DECISION
from zgoda.desk.store.models import Kind, Outgoing
from zgoda.desk.web import claim_words, words
from zgoda.domain.claims.claim import Decision, Status
from zgoda.domain.expectation import Solution
from zgoda.domain.money import Money
from zgoda.look.words.solutions import solution_name
from zgoda.look.words.times import money, when


def facts_of(page: CasePage) -> ClaimFacts | None:
    """The claim of the page, None for a Discussion."""
    return claims.facts_of(page.case, rows_of(page))


def rows_of(page: CasePage) -> Sequence[Outgoing]:
    """What this desk decided or is about to decide in it, oldest first."""
    return [row for row in (*page.done, *page.pending) if row.kind in {Kind.RETURN, Kind.VERDICT}]


def card(page: CasePage) -> Mapping[str, object] | None:
    """Values for ``desk/_claim.html``: pairs, the buyer's words, sentences about the decision."""
    facts = facts_of(page)
    if facts is None:
        return None
    return {
        "pairs": _pairs(page, facts),
        "said": facts.issue.reason_description or facts.issue.description or "",
        "decision": _decision(page, facts),
        "notices": _notices(page, facts),
        "owed": _owed(page, facts),
    }


def price_of(page: CasePage, facts: ClaimFacts) -> Money | None:
    """What the claimed pieces cost, where the order says so."""
    lines = page.order.lines if page.order else ()
    line = next((one for one in lines if one.offer_id == facts.issue.offer_id), None)
    if line is None or line.price is None:
        return None
    return Money(*line.price).times(facts.issue.offer_quantity or line.quantity or 1)


def wanted(facts: ClaimFacts) -> Money | None:
    """The amount that the buyer asks for."""
    return next((Money(*one.refund) for one in facts.issue.expectations if one.refund), None)


def _pairs(page: CasePage, facts: ClaimFacts) -> list[tuple[str, str]]:
    issue = facts.issue
    pairs = [
        (_("Number"), page.case.reference),
        (_("Ground"), claim_words.ground(issue.right)),
        (_("The buyer expects"), ", ".join(_expectation(one.name, one.refund) for one in issue.expectations)),
        (_("Reason"), words.about(page.case.reason, page.case.subject)),
        (_("Product"), _product(page, facts)),
        (_("Return"), claim_words.return_flag(facts.return_required)),
    ]
    return [(term, value) for term, value in pairs if value]


def _expectation(name: str | None, refund: tuple[int, str] | None) -> str:
    known = solution_name(name or "")
    return f"{known}: {money(Money(*refund))}" if refund else known


def _product(page: CasePage, facts: ClaimFacts) -> str:
    issue, lines = facts.issue, page.order.lines if page.order else ()
    named = next((one.offer_name for one in lines if one.offer_id == issue.offer_id and one.offer_name), "")
    name = named or (_("offer %(number)s") % {"number": issue.offer_id} if issue.offer_id else "")
    return f"{issue.offer_quantity} × {name}" if name and issue.offer_quantity else name


def _decision(page: CasePage, facts: ClaimFacts) -> str:
    """C-28, B1-05: what was decided, or by when and what follows otherwise; B1-18 where no such duty runs."""
    if facts.decision is Decision.DEEMED_ACCEPTED:
        return _("Nobody decided in 14 days, so the claim counts as accepted.")
    if facts.decision is not None:
        return _("The claim is decided: %(decision)s.") % {"decision": claim_words.verdict_name(facts.decision)}
    if not facts.is_submitted:
        return "" if facts.status is None else _("The claim is decided. See in the conversation how.")
    due = next((clock.due for clock in page.clocks if clock.kind == DECISION), None)
    if due is None:
        return _("A warranty claim has no time limit by law. Decide as your warranty says.")
    if due < page.server_now:
        return _("The 14 days ended on %(at)s. Without a decision the claim counts as accepted.") % {"at": when(due)}
    return _("Decide by %(at)s. You have 14 days; without a decision the claim counts as accepted.") % {"at": when(due)}


def _notices(page: CasePage, facts: ClaimFacts) -> list[str]:
    """B1-16, K-07: what the buyer did that decides nothing."""
    if not facts.is_submitted:
        return []
    found = []
    if facts.withdrawn_at is not None:
        found.append(
            _("The buyer withdrew the claim on %(at)s. You still have to decide.") % {"at": when(facts.withdrawn_at)}
        )
    if facts.talk_ended_at is not None:
        found.append(
            _("The buyer ended the conversation on %(at)s. You still have to decide.")
            % {"at": when(facts.talk_ended_at)}
        )
    elif not page.case.chat_active:
        found.append(_("The conversation is closed. You still have to decide."))
    elif not facts.tells:
        found.append(_("If the buyer ends the conversation, the claim stays open: you still have to decide."))
    return found


def _owed(page: CasePage, facts: ClaimFacts) -> str:
    """K-03: a verdict moves no money."""
    if facts.status is not Status.ACCEPTED or facts.decision is None:
        return ""
    if facts.decision is Decision.ACCEPTED_REFUND:
        price = price_of(page, facts)
        sum_of = money(price) if price else solution_name(Solution.REFUND)
        return _("To do: pay the money back (%(amount)s). The decision itself paid nothing.") % {"amount": sum_of}
    if facts.decision is Decision.ACCEPTED_PARTIAL_REFUND:
        given = _granted(page)
        sum_of = money(given) if given else solution_name(Solution.PARTIAL_REFUND)
        return _("To do: pay the money back (%(amount)s). The decision itself paid nothing.") % {"amount": sum_of}
    if facts.decision is Decision.ACCEPTED_REPAIR:
        return _("To do: repair the product and send it back.")
    return _("To do: send another one.") if facts.decision is Decision.ACCEPTED_EXCHANGE else ""


def _granted(page: CasePage) -> Money | None:
    """The amount of the partial refund that was decided from here."""
    given = [row.payload for row in rows_of(page) if row.kind == Kind.VERDICT and row.payload.get("minor")]
    return Money(int(given[-1]["minor"]), str(given[-1]["currency"])) if given else None
