"""What a buyer's message is about: one small interface, and the reader that stands behind it for now.

Another reader takes its place by being a `TopicReader`; who answers which topic is the domain's table, not a reader's.
"""

from dataclasses import dataclass
from typing import Protocol

from zgoda.domain.actors import Role
from zgoda.domain.message_topics import MessageTopic, answerer_of
from zgoda.text.reading import weigh

_NAME = "topics"
_DECIDED = 0.95
"""How sure a declaration of withdrawal makes: its words decide the topic by themselves."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``party`` answers the best topic where the platform fulfils the order. ``confidence``, up to one: how sure it is
    of the party, for two topics of one party may lie close together. ``why``: words of the message that spoke for the
    topic; none where the buyer chose it. ``likely``: every topic, the likeliest first."""

    topic: MessageTopic
    party: Role
    confidence: float
    why: tuple[str, ...]
    likely: tuple[MessageTopic, ...] = ()

    def likeliest_of(self, party: Role) -> MessageTopic | None:
        """The topic it would be if ``party`` answered; what a person who puts the party right most likely means."""
        return next((topic for topic in self.likely if answerer_of(topic) is party), None)


class TopicReader(Protocol):
    """Reads one message. ``chosen`` is the buyer's own choice of topic, which wins where there is one."""

    def __call__(self, text: str, chosen: MessageTopic | None = None) -> Reading: ...


def read_topic(text: str, chosen: MessageTopic | None = None) -> Reading:
    """Stems and pieces of words, weighed by a model fitted to labelled messages in five languages."""
    if chosen is not None:
        return Reading(chosen, answerer_of(chosen), 1.0, ())
    seen = weigh(_NAME, text)
    topic = MessageTopic(seen.best)
    party = answerer_of(topic)
    sure = sum(share for label, share in seen.shares.items() if answerer_of(MessageTopic(label)) is party)
    likely = sorted(MessageTopic, key=lambda one: -seen.shares.get(one, 0.0))
    return Reading(topic, party, max(sure, _DECIDED) if seen.decided else sure, seen.why(seen.best), tuple(likely))
