"""A decided deed done: in the caller's transaction, under the case's lock, never twice."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import translation

from zgoda.desk.automation.gathering import TOKENS
from zgoda.desk.automation.models import Run, Told
from zgoda.desk.cases import actions, case_page
from zgoda.desk.cases.actions import By
from zgoda.desk.cases.nobodys import RULE
from zgoda.desk.cases.refusals import Refused
from zgoda.desk.crm import comments
from zgoda.desk.sending import gate
from zgoda.desk.store.models import DeskCase, Member
from zgoda.desk.work import arranging, tagging
from zgoda.desk.work.models import Work
from zgoda.desk.work.web import filling
from zgoda.domain import macros
from zgoda.domain.automation.deciding import Act
from zgoda.domain.automation.rule import MESSAGES, Deed
from zgoda.domain.writers import Writer
from zgoda.engine.clock import real_now

SENDING_OFF = "SENDING_OFF"
MISSING = "MISSING"
TOO_MANY_TAGS = "TOO_MANY_TAGS"
"""Why a deed could not be done, beside the words of `arranging`, `refusals` and `domain.automation.breaker`."""


@dataclass(frozen=True, slots=True)
class Result:
    """``what`` names what it was done with: tags, ``m7``, the variables that are missing. No buyer's word."""

    deed: str
    done: bool
    why: str = ""
    what: str = ""

    def plain(self) -> dict[str, object]:
        return asdict(self)


def do(act: Act, case: DeskCase, run: Run, at: datetime) -> Result:
    """One deed of a rule that is armed. ``at`` is the desk's time."""
    if act.deed in MESSAGES:
        return _message(act, case)
    if act.deed is Deed.COMMENT:
        comments.add(case, act.text, None, f"{RULE}{run.pk}")
        return Result(act.deed, True)
    why = _tag(case, act.tags) or _give(case, act.whom)
    if act.tell and not why:
        members = Member.objects.filter(shop_id=case.shop_id, pk__in=act.tell)
        Told.objects.bulk_create(Told(run=run, case=case, member=member, at=at) for member in members)
    return Result(act.deed, not why, why, named(act))


def named(act: Act) -> str:
    """What a deed is done with, for the log."""
    return ", ".join(part for part in (*act.tags, act.whom) if part)


def filled(text: str, case: DeskCase, shop: str) -> str:
    """In the language of the case's connection; variables that the case does not know stay as they are."""
    page = case_page.read(case.shop_id, case.pk, real_now())
    if page is None:
        return text
    with translation.override(case.connection.language[:2]):
        return macros.fill(text, filling.values(page, "", shop))


def _message(act: Act, case: DeskCase) -> Result:
    """Through the outbox like every other. A variable without a value blocks it."""
    if gate.is_off(case.connection, Writer.AUTOMATIC):
        return Result(act.deed, False, SENDING_OFF)
    text = filled(act.text, case, case.connection.shop.name)
    holes = macros.missing(text)
    if holes:
        return Result(act.deed, False, MISSING, ", ".join(f"{{{name}}}" for name in holes))
    taken = actions.reply(case, text, (), By(None, TOKENS[act.deed]))
    return Result(act.deed, False, taken.why) if isinstance(taken, Refused) else Result(act.deed, True)


def _tag(case: DeskCase, tags: tuple[str, ...]) -> str:
    if not tags:
        return ""
    known = Work.objects.filter(pk=case.pk).values_list("labels", flat=True).first() or ""
    together = ",".join((known, *tags))
    if len({one.strip().casefold() for one in together.split(",") if one.strip()}) > tagging.MOST:
        return TOO_MANY_TAGS
    tagging.put(case, tagging.read(together))
    return ""


def _give(case: DeskCase, whom: str) -> str:
    return (arranging.assign([case], whom) or "") if whom else ""
