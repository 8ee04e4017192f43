"""Notes beside the thread that the buyer and the other side never see (P-07, C-16)."""

from datetime import datetime

from zgoda.domain.actors import STAFF, Actor, Role
from zgoda.domain.commands import AddComment
from zgoda.domain.decide.guards import Decision, Guard, admitted, first, status_allows, written
from zgoda.domain.discussion import Discussion
from zgoda.domain.events import CommentAdded
from zgoda.domain.law import Law
from zgoda.domain.messages import reference
from zgoda.domain.refusals import Why


def may_comment(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-07: everybody but the buyer, in any status, also after the end (S3-40)."""
    return first(admitted(case, by, Role.SELLER, Role.WAREHOUSE, *STAFF), status_allows(case, AddComment, law))


def comment(case: Discussion, command: AddComment, now: datetime, law: Law) -> Decision:
    """P-07: kept for the author's own side."""
    return first(may_comment(case, command.by, now, law), written(command.text, Why.MESSAGE_EMPTY)) or [
        CommentAdded(side=command.by.role, text=reference(command.text))
    ]
