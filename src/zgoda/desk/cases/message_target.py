"""How a message of the chat is sent, and found again in a chat without idempotency keys."""

from zgoda.desk.allegro import endpoints
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, NotReached
from zgoda.desk.allegro.files import Upload, upload
from zgoda.desk.cases import fold, nobodys
from zgoda.desk.cases.attachments import read_stored
from zgoda.desk.cases.claims import CLAIM
from zgoda.desk.cases.fingerprint import text_fingerprint
from zgoda.desk.cases.refusals import Why
from zgoda.desk.cases.target import Changed, Checked, Impossible, KeepUploaded, Target, Unchanged
from zgoda.desk.store.models import Outgoing
from zgoda.wire.tolerant import MessageSeen


class MessageTarget(Target):
    """A message of the chat: recognised only by who wrote what, when."""

    is_idempotent = False
    is_message = True

    def __init__(self, row: Outgoing, client: Client) -> None:
        super().__init__(row, client)
        self._chat: list[MessageSeen] = []

    def before_sending(self) -> Checked:
        """Read the chat: whoever else wrote since the compose point makes the row wait for the agent. What nobody wrote
        is dropped where one of ours answered since."""
        self._chat = self.read_chat()
        new = _after(self._chat, self.row.chat_seen_at_compose)
        dropped = nobodys.answered(self.row, new if self.row.chat_seen_at_compose else self._chat)
        if dropped is not None:
            return dropped
        others = [one for one in new if one.author_role not in {"SELLER", "SYSTEM"}]
        if self.row.chat_seen_at_compose and others:
            return Changed("\n".join((one.text or "") for one in others)[:2000])
        return Unchanged()

    def known_ids(self) -> list[str]:
        """The seller's messages in the chat: none of them is the one about to be sent."""
        return [one.id for one in self._chat if one.id and one.author_role == "SELLER"]

    def upload_files(self, keep: KeepUploaded) -> None:
        """Each file once; a row that comes back finds the earlier ones done."""
        uploaded = dict(self.row.uploaded)
        for file in self.row.files:
            if file["id"] not in uploaded:
                content = read_stored(file["id"])
                uploaded[file["id"]] = self._upload(Upload(file["name"], content, file["type"]))
                keep(uploaded)

    def look(self) -> str | None:
        """A message of the seller with our text and file names, that was not there before and is no other row's."""
        known = set(self.row.known_before or ())
        rows = Outgoing.objects.filter(case=self.case).exclude(pk=self.row.pk).exclude(remote_message_id="")
        known |= set(rows.values_list("remote_message_id", flat=True))
        for message in self.read_chat():
            mine = message.author_role == "SELLER" and message.id and message.id not in known
            if mine and _fingerprint(message) == self.row.fingerprint:
                return message.id
        return None

    def send(self) -> str:
        """POST …/message."""
        ids = [self.row.uploaded[file["id"]] for file in self.row.files]
        return endpoints.send_message(self.client, self.case.remote_id, self.row.text, ids, self.row.kind)

    def read_chat(self) -> list[MessageSeen]:
        """The chat as it is now, oldest first."""
        return fold.read_chat(self.case, self.client)

    def upload_one(self, file: Upload) -> str:
        """One file to the server; its id there."""
        return upload(self.client, file)

    def _upload(self, file: Upload) -> str:
        """An upload that may have half worked is certainly no message: it may simply be done again."""
        try:
            return self.upload_one(file)
        except CallFailed as problem:
            if problem.uncertain:
                raise NotReached(problem.what, problem.status, problem.told, problem.trace_id) from problem
            raise


class EndRequestTarget(MessageTarget):
    """The request to confirm, which exists for Discussions alone (B1-14); one may have become a claim meanwhile."""

    def before_sending(self) -> Checked:
        """The case as it is now, then the chat."""
        self.case = fold.reread_issue(self.case, self.client)
        return Impossible(Why.NOT_FOR_CLAIMS) if self.case.type == CLAIM else super().before_sending()


def _after(chat: list[MessageSeen], last_seen: str) -> list[MessageSeen]:
    """What stands behind the message last seen; nothing where that message is not found any more."""
    ids = [message.id for message in chat]
    return chat[ids.index(last_seen) + 1 :] if last_seen in ids else []


def _fingerprint(message: MessageSeen) -> str:
    return text_fingerprint(message.text or "", [one.file_name or "" for one in message.attachments])
