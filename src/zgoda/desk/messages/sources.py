"""Where a case comes from: the family of addresses it is read at, and its kind in the server's words."""

from zgoda.wire.messaging import ThreadType

ISSUE = "issue"
THREAD = "thread"
RETURN_FAMILY = "return"
"""Values of ``DeskCase.family``."""

COMMON = ThreadType.COMMON.value
PROBLEM = ThreadType.POST_PURCHASE_ISSUE.value
RETURN = "RETURN"
"""Values of ``DeskCase.type`` beside ``DISPUTE`` and ``CLAIM``; the protocol has no word for the last."""

TYPES = ("DISPUTE", "CLAIM", COMMON, PROBLEM, RETURN)
