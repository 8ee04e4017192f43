"""Who answers a message, as the thread's page says it, and the menu next to it (S1-06, S1-08, S1-10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zgoda.desk.cases.case_page import CasePage
from zgoda.desk.cases.refusals import Why
from zgoda.desk.messages import answering
from zgoda.desk.messages.sources import THREAD
from zgoda.desk.store.models import DeskCase, DeskMessage
from zgoda.desk.web import words
from zgoda.domain.actors import Role
from zgoda.domain.message_topics import MessageTopic, answerer_of
from zgoda.look.words.messaging import message_topic_name

FULFILLED_BY = "ALLEGRO"
"""The protocol's word for the platform as the provider of an order's fulfilment."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands under a buyer's message. ``remote_id`` is the message's at the server; ``forward``: the menu has its
    item; ``unsure``: one click says whose it is, with ``ready`` as the note."""

    remote_id: str
    said: str = ""
    kind: str = ""
    topic: str = ""
    note: str = ""
    unsure: bool = False
    forward: bool = False
    ready: str = ""


def beside(
    one: DeskMessage, page: CasePage, known: Mapping[str, answering.Answerer], *, may_write: bool
) -> Beside | None:
    """None for everything but a buyer's message in a thread that a Warehouse may have a part in."""
    if page.case.family != THREAD or one.author_role != "BUYER":
        return None
    told = known.get(one.remote_id)
    if told is None:
        is_theirs = not known and _is_fulfilled(page)
        return Beside(one.remote_id, forward=True) if is_theirs and may_write else None
    with_them = told.party == answering.WAREHOUSE
    if not (with_them or told.may_forward or told.note):
        return None
    return Beside(
        one.remote_id,
        said=_("the Warehouse answers") if with_them else _("we answer"),
        kind="asked" if told.waits else "done",
        topic=told.topic,
        note=told.note,
        unsure=told.unsure and may_write,
        forward=told.may_forward and may_write,
        ready=_("The topic was not certain. It concerns the order, its dispatch or a return."),
    )


def why_not(case: DeskCase, message_id: str) -> str:
    """Empty where the message can be forwarded."""
    known = answering.of_message(case, message_id)
    return "" if known is not None and known.may_forward else words.refusal(Why.NOT_FORWARDABLE)


def topics() -> list[tuple[str, str]]:
    """What the Warehouse answers, to choose from."""
    theirs = [one for one in MessageTopic if answerer_of(one) is Role.WAREHOUSE]
    return [("", _("not sure")), *((one.value, message_topic_name(one)) for one in theirs)]


def topic(post: Mapping[str, str]) -> str:
    """The chosen one; empty where it is none that we know."""
    return asked if (asked := post.get("topic", "")) in set(MessageTopic) else ""


def _is_fulfilled(page: CasePage) -> bool:
    """A server that says nothing of messages: the order tells who sends it."""
    return page.order is not None and page.order.provider == FULFILLED_BY
