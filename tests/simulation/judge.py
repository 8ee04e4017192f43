"""The judgement: only from what the buyers' side holds and what agents were told."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from zgoda.centre.store.models import Case, CaseMessage
from zgoda.desk.store.models import DeskCase, DeskMessage, Outgoing, SendState
from zgoda.engine.journal import JournalEntry

ARRIVED = (SendState.SENT, SendState.SEEN)
NOT_SENT = (SendState.FAILED, SendState.CANCELLED, SendState.HELD)
"""What an agent reads as "not sent". All other states say that the outcome is not known yet."""


@dataclass
class Watch:
    """What the desk showed while time was turned: for each case the answer's deadlines, and until when each was ahead."""

    shown: dict[str, set[datetime]] = field(default_factory=dict)

    def look(self) -> None:
        for remote_id, due in DeskCase.objects.exclude(answer_due=None).values_list("remote_id", "answer_due"):
            self.shown.setdefault(remote_id, set()).add(due)


def findings(watch: Watch) -> list[str]:
    """Everything that is not as it was promised; empty when all is well."""
    return [*_messages(), *_replies(), *_clocks(watch), *_drift()]


def _messages() -> list[str]:
    """Every message of the conversation stands at the desk exactly once, and nothing else does."""
    held = Counter(str(pk) for pk in CaseMessage.objects.values_list("pk", flat=True))
    mirrored = Counter(DeskMessage.objects.values_list("remote_id", flat=True))
    lost = [f"message {one} is not at the desk" for one in held if not mirrored[one]]
    twice = [f"message {one} is {times} times at the desk" for one, times in mirrored.items() if times > 1]
    invented = [f"message {one} was never written" for one in mirrored if one not in held]
    words = dict(CaseMessage.objects.exclude(text=None).values_list("pk", "text"))
    said = DeskMessage.objects.values_list("remote_id", "text")
    other = [f"message {one} reads {text!r}" for one, text in said if words.get(_uuid(one), text) not in text]
    return [*lost, *twice, *invented, *other]


def _replies() -> list[str]:
    """Every reply reached the buyer exactly once, or the agent was told that it did not, or that nobody knows."""
    reached = Counter(CaseMessage.objects.filter(author_role="SELLER").values_list("text", flat=True))
    found = []
    for text, state in Outgoing.objects.values_list("text", "state"):
        times = reached[text]
        if times > 1:
            found.append(f"{text!r} reached the buyer {times} times ({state})")
        if state in ARRIVED and times != 1:
            found.append(f"{text!r} is said to have arrived ({state}) and did not")
        if state in NOT_SENT and times:
            found.append(f"{text!r} is said not to have been sent ({state}) and was")
        if state not in (*ARRIVED, *NOT_SENT):
            found.append(f"{text!r} is still {state}")
    return found


def _clocks(watch: Watch) -> list[str]:
    """No deadline passed that the desk had not shown; and those that run now are the platform's."""
    missed = JournalEntry.objects.filter(type="AnswerMissed").values_list("stream", "at")
    unknown = [
        f"case {case_id} missed {at}, and the desk never showed it"
        for case_id, at in missed
        if at not in watch.shown.get(str(case_id), set())
    ]
    true = dict(Case.objects.values_list("id", "answer_due"))
    wrong = [
        f"case {case.remote_id} is due {case.answer_due} at the desk and {true.get(_uuid(case.remote_id))} in truth"
        for case in DeskCase.objects.filter(ended=False)
        if case.answer_due != true.get(_uuid(case.remote_id))
    ]
    return [*unknown, *wrong]


def _drift() -> list[str]:
    """Cases and their statuses agree, and no conversation is called incomplete."""
    known = {case.remote_id: case for case in DeskCase.objects.all()}
    found = [
        f"case {pk} is not at the desk" for pk in Case.objects.values_list("id", flat=True) if str(pk) not in known
    ]
    for case_id, status in Case.objects.values_list("id", "status"):
        case = known.get(str(case_id))
        if case is not None and case.ended != (status == "RESOLVED"):
            found.append(f"case {case_id} is {status} and the desk says {case.status}")
        if case is not None and case.history_incomplete:
            found.append(f"case {case_id}: the desk says that messages are missing")
    return found


def _uuid(text: str) -> object:
    try:
        return UUID(text)
    except ValueError:
        return None
