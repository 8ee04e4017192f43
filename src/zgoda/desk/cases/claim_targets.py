"""How a claim's return decision and verdict are sent, and how one finds out whether they had arrived.

Neither has an idempotency key. A verdict answers with an empty body, so it is recognised afterwards by what it does:
the claim's status, and an entry of the chat that contains its message, whoever that is said to be from.
"""

import re
import unicodedata
from collections.abc import Sequence

from zgoda.desk.allegro import endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import claims, fold
from zgoda.desk.cases.message_target import MessageTarget
from zgoda.desk.cases.refusals import Why
from zgoda.desk.cases.target import Changed, Checked, Impossible, Target, Unchanged
from zgoda.desk.store.models import DeskMessage, Outgoing
from zgoda.domain.claims.claim import Decision, ReturnDecision, Status
from zgoda.wire.enums import ClaimVerdict
from zgoda.wire.issues import ClaimStatusChangeRequest
from zgoda.wire.money import amount_of

BUYER = "BUYER"


class ReturnTarget(MessageTarget):
    """A return decision (P-36): a message whose type sets the claim's return flag."""

    def before_sending(self) -> Checked:
        """K-02: once, before the verdict; then as any message."""
        self.case = fold.reread_issue(self.case, self.client)
        why = claims.return_refused(claims.facts_of(self.case))
        return Impossible(why) if why else super().before_sending()

    def before_repeating(self) -> Checked:
        """A decision that stands meanwhile, ours or another, is not overruled."""
        why = claims.return_refused(claims.facts_of(fold.reread_issue(self.case, self.client)))
        return Impossible(why) if why else Unchanged()

    def known_ids(self) -> list[str]:
        """Everything in the chat: the platform may put its own words before ours, and speak them itself."""
        return _ids(_entries(self.row))

    def look(self) -> str | None:
        """As any message; else, with the flag as we wanted it, an entry that contains our text."""
        found = super().look()
        if found is not None:
            return found
        facts = claims.facts_of(fold.reread_issue(self.case, self.client))
        wanted = self.row.payload["decision"] != ReturnDecision.NOT_REQUIRED
        is_set = facts is not None and facts.issue.return_required is wanted
        return _holding(self.row) if is_set else None

    def send(self) -> str:
        """POST …/message with the decision as its type; the seller's label goes with it."""
        ids = [self.row.uploaded[file["id"]] for file in self.row.files]
        kind = str(self.row.payload["decision"])
        return endpoints.send_message(self.client, self.case.remote_id, self.row.text, ids, kind)


class VerdictTarget(Target):
    """A claim's verdict (P-37). ``payload`` holds its code, an amount, and the claim as the agent saw it."""

    is_idempotent = False
    is_message = True

    def __init__(self, row: Outgoing, client: Client) -> None:
        super().__init__(row, client)
        self._verdict = Decision(row.payload["verdict"])

    def before_sending(self) -> Checked:
        """The claim as it is now: whether the verdict is possible, and whether anything came since the agent began."""
        why = self._refused()
        if why:
            return Impossible(why)
        came = self._moved(self.row.payload)
        new = _behind(_entries(self.row), self.row.chat_seen_at_compose)
        ours = _sent_by_others(self.row)
        words = "\n".join(one.text for one in new if one.remote_id not in ours)[:2000]
        return Changed(words, came) if words or came else Unchanged()

    def before_repeating(self) -> Checked:
        """The same without the chat, compared with what the agent was shown before agreeing to repeat it."""
        why = self._refused()
        if why:
            return Impossible(why)
        shown = self.row.payload.get("came")
        came = self._moved(self.row.payload | (shown if isinstance(shown, dict) else {}))
        return Changed("", came) if came else Unchanged()

    def known_ids(self) -> list[str]:
        """Everything in the chat: the verdict's entry may speak as anybody."""
        return _ids(_entries(self.row))

    def look(self) -> str | None:
        """Only where the claim stands as the verdict would leave it, or further, and a new entry holds its message."""
        self.case = fold.reread(self.case, self.client)
        status = claims.STATUSES.get(self.case.status)
        is_possible = status is self._verdict.status or (
            self._verdict.status is Status.REJECTED and status is Status.ACCEPTED
        )
        return _holding(self.row) if is_possible else None

    def send(self) -> str:
        """POST …/status; the answer has no body and names no message."""
        given = self.row.payload
        money = amount_of(given["minor"], given["currency"]) if given.get("minor") else None
        verdict = ClaimVerdict(self._verdict.value)
        change = ClaimStatusChangeRequest(status=verdict, message=self.row.text, partial_refund=money)
        endpoints.change_claim_status(self.client, self.case.remote_id, change)
        return ""

    def _refused(self) -> Why | None:
        self.case = fold.reread(self.case, self.client)
        arrived = [one for one in claims.others(self.case, self.row) if one.state in claims.ARRIVED]
        shown = bool(self.row.payload.get("withdrawn_in"))
        facts = claims.facts_of(self.case, arrived)
        return claims.verdict_refused(facts, self._verdict, is_withdrawal_shown=shown)

    def _moved(self, seen: dict[str, object]) -> dict[str, object]:
        """Status and return flag where they differ from what the agent saw."""
        facts = claims.facts_of(self.case)
        now = {"status": self.case.status, "return_required": facts.return_required if facts else None}
        return {name: value for name, value in now.items() if name in seen and seen[name] != value}


def _entries(row: Outgoing) -> Sequence[DeskMessage]:
    """The chat as it was just read, oldest first."""
    return list(DeskMessage.objects.filter(case_id=row.case_id))


def _ids(entries: Sequence[DeskMessage]) -> list[str]:
    return [one.remote_id for one in entries]


def _behind(entries: Sequence[DeskMessage], last_seen: str) -> Sequence[DeskMessage]:
    ids = _ids(entries)
    return entries[ids.index(last_seen) + 1 :] if last_seen in ids else ()


def _sent_by_others(row: Outgoing) -> set[str]:
    """Entries of the chat that other rows of this desk are known to be."""
    rows = Outgoing.objects.filter(case_id=row.case_id).exclude(pk=row.pk).exclude(remote_message_id="")
    return set(rows.values_list("remote_message_id", flat=True))


def _holding(row: Outgoing) -> str | None:
    """The entry that contains the row's text, was not there before, is not the buyer's and is no other row's."""
    known = set(row.known_before or ()) | _sent_by_others(row)
    wanted = re.compile(rf"(?<!\w){re.escape(_plain(row.text))}(?!\w)")
    for one in _entries(row):
        if one.author_role != BUYER and one.remote_id not in known and wanted.search(_plain(one.text)):
            return one.remote_id
    return None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
