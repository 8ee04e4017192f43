"""What letters about Discussions say. They hold no words of the buyer; they say what happened, until when to answer
and where. A warning and a block bring the platform's own reason.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zgoda.centre.mailing.models import Letter
from zgoda.centre.store.cases import discussion
from zgoda.centre.store.models import Case, CaseText, Order, TextKind
from zgoda.domain.actors import Role
from zgoda.domain.markets import market
from zgoda.engine import clock
from zgoda.engine.mailing.content import Content
from zgoda.look.words.times import when_long


def opened(letter: Letter) -> Content:
    """N-01: whoever it is assigned to, and who that is."""
    row = _case(letter)
    subject = _("A buyer opened a Discussion: %(product)s") % _names(row)
    what = _("%(buyer)s opened a Discussion about “%(product)s”.") % _names(row)
    return Content(subject, (what, _who_answers(row), _where(row)), _facts(row))


def hidden_opened(letter: Letter) -> Content:
    """N-02, C-44: the order's number and that the Warehouse handles it, and nothing else."""
    order = Order.objects.get(pk=letter.about)
    number = {"number": order.pk}
    what = _("A Discussion about the delivery of a combined order was opened; your order %(number)s is part of it.")
    return Content(
        _("A Discussion about a combined order: order %(number)s") % number,
        (what % number, _("The Warehouse handles it. You need not do anything.")),
    )


def forwarded(letter: Letter) -> Content:
    """N-03: with the note, which the Warehouse wrote for the seller."""
    row = _case(letter)
    subject = _("The Warehouse forwarded a Discussion to you: %(product)s") % _names(row)
    what = _("The Warehouse handed the Discussion with %(buyer)s about “%(product)s” over to you.") % _names(row)
    return Content(subject, (what, *_note(row, letter), _who_answers(row), _where(row)), _facts(row))


def reopened(letter: Letter) -> Content:
    """T-25, T-26."""
    row = _case(letter)
    subject = _("A Discussion was re-opened: %(product)s") % _names(row)
    what = _("The Discussion with %(buyer)s about “%(product)s” was re-opened.") % _names(row)
    return Content(subject, (what, _who_answers(row), _where(row)), _facts(row))


def resolved(letter: Letter) -> Content:
    """T-17."""
    row = _case(letter)
    subject = _("A Discussion is resolved: %(product)s") % _names(row)
    what = _("%(buyer)s marked the Discussion about “%(product)s” as resolved.") % _names(row)
    return Content(subject, (what, _("You need not do anything."), _where(row)))


def unresolved(letter: Letter) -> Content:
    """T-22."""
    row = _case(letter)
    subject = _("A Discussion is unresolved: %(product)s") % _names(row)
    what = _("%(buyer)s marked the Discussion about “%(product)s” as unresolved.") % _names(row)
    own = _("A consultant may join. You can still write and offer a solution.")
    next_step = _who_answers(row) if row.responsible == Role.WAREHOUSE else own
    return Content(subject, (what, next_step, _where(row)))


def refund_refused(letter: Letter) -> Content:
    """S0-41: where the payment service did not pay."""
    row = _case(letter)
    subject = _("A refund was refused: %(product)s") % _names(row)
    what = _("The payment service refused to refund %(buyer)s for “%(product)s”. No money has moved.") % _names(row)
    next_step = _("The refund does not count as an answer. Try again, or settle the problem another way.")
    return Content(subject, (what, next_step, _where(row)))


def warned(letter: Letter) -> Content:
    """S0-15, T-10."""
    row = _case(letter)
    what = _(
        "You have still not answered %(buyer)s in the Discussion about “%(product)s”, although the marketplace joined. "
        "Answer within 24 working hours; after that your account may be blocked."
    )
    subject = _("A warning: answer the Discussion about %(product)s") % _names(row)
    return Content(subject, (what % _names(row), *_reason(row, TextKind.WARNING), _where(row)))


def blocked(letter: Letter) -> Content:
    """P-26: with the reason, and how to appeal."""
    row = _case(letter)
    what = _("Your account is blocked, because %(buyer)s got no answer in the Discussion about “%(product)s”.")
    appeal = _("You can appeal: answer this letter. A person reads it. You can still write in the Discussion.")
    subject = _("Your account is blocked: the Discussion about %(product)s") % _names(row)
    return Content(subject, (what % _names(row), *_reason(row, TextKind.BLOCKING), appeal, _where(row)))


def _case(letter: Letter) -> Case:
    return Case.objects.select_related("line", "buyer").get(pk=letter.about)


def _names(row: Case) -> Mapping[str, str]:
    return {"product": row.line.offer_name, "buyer": row.buyer.username}


def _where(row: Case) -> str:
    return _("You will find it in “Discussions with Buyers”, number %(id)s.") % {"id": row.id}


def _who_answers(row: Case) -> str:
    """S1-50, S1-55: of what the Warehouse answers the seller is told too, and that there is nothing to do. A case may
    come to the seller after its answer or after the time for it (S1-64); a letter may come after the case's end."""
    case = discussion(row)
    if not case.is_open:
        return _("It has ended meanwhile. You need not answer.")
    if case.responsible is Role.WAREHOUSE:
        return _("The Warehouse answers it. You can follow it, but not write in it.")
    if not case.owes_answer:
        return _("The buyer has had an answer, so no time runs. Read the Discussion and write what is still missing.")
    if clock.now() > case.deadlines.answer_due:
        return _("The time to answer ended %(due)s. Please answer now.") % {"due": _due(row)}
    answer = _("Please answer by %(due)s. The time does not run on Saturdays, Sundays and public holidays.")
    return answer % {"due": _due(row)}


def _facts(row: Case) -> tuple[tuple[str, str], ...]:
    answers = _("Warehouse") if row.responsible == Role.WAREHOUSE else pgettext("author", "You")
    facts = (
        (_("Product"), row.line.offer_name),
        (_("Order"), str(row.order_id)),
        (_("Answers"), answers),
        (_("Answer by"), _due(row) if discussion(row).owes_answer else ""),
    )
    return tuple(fact for fact in facts if fact[1])


def _due(row: Case) -> str:
    return when_long(discussion(row).deadlines.answer_due, market(row.market).zone)


def _note(row: Case, letter: Letter) -> list[str]:
    """The note of this forward, while its words are kept: of several the last that was there when it was told."""
    notes = CaseText.objects.filter(case_id=row.id, kind=TextKind.FORWARD, side=Role.SELLER)
    kept = notes.filter(created_at__lte=letter.created_at).order_by("-created_at", "-id").first()
    return [_("The Warehouse's note: %(note)s") % {"note": kept.text}] if kept and kept.text else []


def _reason(row: Case, kind: TextKind) -> list[str]:
    """The written reason, while its words are kept."""
    kept = CaseText.objects.filter(case_id=row.id, kind=kind).exclude(text=None).order_by("-created_at", "-id").first()
    return [_("The reason: %(reason)s") % {"reason": kept.text}] if kept else []
