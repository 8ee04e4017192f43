"""What may be written where: the limits of each target, and what speaks against a reply before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from zgoda.desk.cases.refusals import Why
from zgoda.desk.messages import answering
from zgoda.desk.messages.sources import RETURN_FAMILY, THREAD
from zgoda.desk.store.models import DeskCase
from zgoda.files.models import StoredFile
from zgoda.wire import limits
from zgoda.wire.messaging import ThreadStatus


@dataclass(frozen=True, slots=True)
class Limits:
    """Characters of a text and bytes of a file."""

    text: int
    file: int


OF_ISSUES = Limits(limits.MESSAGE_TEXT, limits.ATTACHMENT_BYTES)
OF_THREADS = Limits(limits.MESSAGING_TEXT, limits.MESSAGING_ATTACHMENT_BYTES)


def limits_of(case: DeskCase) -> Limits:
    """20,000 characters and 2 MiB in an issue, 2,000 and 5 MiB in a thread."""
    return OF_THREADS if case.family == THREAD else OF_ISSUES


def closed(case: DeskCase) -> Why | None:
    """Why nothing can be written in this thread or return; an ended conversation may always be gone on with."""
    if case.family == RETURN_FAMILY:
        return Why.NO_CONVERSATION
    if case.status == ThreadStatus.CLOSED:
        return Why.THREAD_CLOSED
    return None if answering.may_write(case) else Why.WAREHOUSE_ANSWERS


def wrong(case: DeskCase, text: str, files: Sequence[StoredFile]) -> Why | None:
    """What speaks against this reply. A thread takes a file only with words."""
    why = closed(case)
    if why is None and not text:
        why = Why.WORDS_NEEDED if files else Why.EMPTY
    if why is None and len(text) > limits_of(case).text:
        why = Why.TOO_LONG_FOR_THREAD
    return why or _files_wrong(case, files)


def _files_wrong(case: DeskCase, files: Sequence[StoredFile]) -> Why | None:
    if len(files) > 1:
        return Why.TOO_MANY_FILES
    for file in files:
        if file.content_type not in limits.ATTACHMENT_TYPES:
            return Why.FILE_TYPE
        if file.size > limits_of(case).file:
            return Why.FILE_TOO_LARGE_FOR_THREAD
        if not file.showable:
            return Why.FILE_NOT_SAFE
    return None
