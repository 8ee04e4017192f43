"""How a reply in a thread and a return's rejection are sent, and found again where no answer came."""

from zgoda.desk.allegro import messaging, own
from zgoda.desk.allegro import returns as endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import Refusal
from zgoda.desk.allegro.files import Upload
from zgoda.desk.cases.message_target import MessageTarget
from zgoda.desk.cases.refusals import Why
from zgoda.desk.cases.target import Checked, Impossible, Target, Unchanged
from zgoda.desk.messages import answering, returns, threads, ties, writing
from zgoda.desk.store.models import DeskCase, DeskMessage, Outgoing
from zgoda.wire.messaging import ThreadStatus
from zgoda.wire.own_messages import MessageKept, NewMessageForward
from zgoda.wire.tolerant import AttachmentSeen, MessageSeen

CLOSED_CODE = "THREAD_CLOSED"


class ThreadTarget(MessageTarget):
    """A message of the Message Center. Where several threads are shown in one case, it goes into the one whose message
    the agent saw last."""

    def __init__(self, row: Outgoing, client: Client) -> None:
        super().__init__(row, client)
        self._is_beta = threads.speaks_beta(self.case.connection)
        self._into = ties.thread_holding(self.case, row.chat_seen_at_compose)

    def before_sending(self) -> Checked:
        """The threads as they are now; a problem may be closed meanwhile."""
        checked = super().before_sending()
        why = writing.closed(self._into)
        return Impossible(why) if why else checked

    def before_repeating(self) -> Checked:
        """What was just read tells whether it can still be sent."""
        return Impossible(Why.THREAD_CLOSED) if self._into.status == ThreadStatus.CLOSED else Unchanged()

    def read_chat(self) -> list[MessageSeen]:
        """Every thread that is shown in the case, oldest message first."""
        shown = [threads.reread(one, self.client) for one in ties.shown_in(self.case)]
        self._into = next((one for one in shown if one.pk == self._into.pk), self._into)
        rows = DeskMessage.objects.filter(case__in=shown).order_by("created_at", "id")
        return [_seen(row) for row in rows]

    def upload_one(self, file: Upload) -> str:
        """Declared under ``filename``, then put to its id."""
        return messaging.upload(self.client, file, is_beta=self._is_beta)

    def send(self) -> str:
        """POST …/messages. A refusal that says so closes the thread here too."""
        ids = [self.row.uploaded[file["id"]] for file in self.row.files]
        try:
            return messaging.send(self.client, self._into.remote_id, self.row.text, ids, is_beta=self._is_beta)
        except Refusal as problem:
            if CLOSED_CODE in problem.told.codes:
                DeskCase.objects.filter(pk=self._into.pk).update(status=ThreadStatus.CLOSED, chat_active=False)
            raise

    def after_sending(self) -> None:
        """Read the thread once: it holds the message, and the case has its last word from it."""
        threads.reread(self._into, self.client)


class ForwardTarget(Target):
    """Who answers a message: to the Warehouse with a note, or kept as ours, on servers that take this."""

    def send(self) -> str:
        """POST …/forward or …/keep."""
        given, command = self.row.payload, own.command_id(self.row.pk)
        message_id, topic = str(given["message_id"]), str(given.get("topic") or "") or None
        if given["to"] == answering.OURS:
            return own.keep_message(self.client, message_id, MessageKept(topic=topic, command_id=command))
        forward = NewMessageForward(note=self.row.text, topic=topic, command_id=command)
        return own.forward_message(self.client, message_id, forward)

    def after_sending(self) -> None:
        """The thread has the same messages; who answers them is another now."""
        threads.reread(self.case, self.client)


class RejectionTarget(Target):
    """A return's rejection: refused by the server when it is there already, and seen in the return afterwards."""

    is_idempotent = False

    def before_sending(self) -> Checked:
        """The return as it is now."""
        seen = returns.reread(self.case, self.client)
        if seen.rejection is not None:
            return Impossible(Why.RETURN_REJECTED)
        return Impossible(Why.RETURN_OVER) if returns.is_over(seen.status or "") else Unchanged()

    def before_repeating(self) -> Checked:
        """The same."""
        return self.before_sending()

    def look(self) -> str | None:
        """The rejection with our code."""
        seen = returns.reread(self.case, self.client)
        is_ours = seen.rejection is not None and seen.rejection.code == self.row.payload["code"]
        return seen.id[:100] if is_ours else None

    def send(self) -> str:
        """POST …/rejection."""
        endpoints.reject(self.client, self.case.remote_id, str(self.row.payload["code"]), self.row.text)
        return ""

    def after_sending(self) -> None:
        """The return is rejected now."""
        returns.reread(self.case, self.client)


def _seen(row: DeskMessage) -> MessageSeen:
    files = tuple(AttachmentSeen(one.get("name"), one.get("url")) for one in row.attachments)
    return MessageSeen(row.remote_id, row.text, files, row.author_login, row.author_role, row.created_at)
