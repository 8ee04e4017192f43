"""Which events of a kind lie in a case's story, and when the next one could come without anything else happening."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from zgoda.domain.automation.facts import Author, Event, Said, Story
from zgoda.domain.automation.rule import Trigger, When


def events(story: Story, when: When, since: datetime, now: datetime) -> Iterator[Event]:
    """What happened from ``since`` to ``now``. A deadline that was near before and has not passed is near at ``since``:
    who switches a rule on wants to be told of it."""
    for event in _all(story, when, since):
        if since <= event.at <= now:
            yield event


def next_at(story: Story, when: When, now: datetime) -> datetime | None:
    """When time alone brings the next event; None where only somebody's doing does."""
    later = [event.at for event in _all(story, when, now) if event.at > now]
    return min(later, default=None)


def last_words(story: Story) -> str:
    """The buyer's latest words."""
    return next((one.text for one in reversed(story.said) if one.author is Author.BUYER), "")


def _all(story: Story, when: When, since: datetime) -> Iterator[Event]:
    match when.trigger:
        case Trigger.ARRIVED:
            first = next((one.text for one in story.said if one.author is Author.BUYER), "")
            yield Event(Trigger.ARRIVED, f"arrived:{_name(story.opened_at)}", story.opened_at, first)
        case Trigger.WROTE:
            for one in story.said:
                if one.author is Author.BUYER:
                    yield Event(Trigger.WROTE, f"wrote:{one.id}", one.at, one.text)
        case Trigger.NEAR:
            yield from _near(story, timedelta(hours=when.hours), since)
        case Trigger.SILENT:
            yield from _silent(story, timedelta(hours=when.hours))
        case Trigger.ENDED if story.ended_at is not None:
            yield Event(Trigger.ENDED, f"ended:{_name(story.opened_at)}", story.ended_at, last_words(story))


def _near(story: Story, before: timedelta, since: datetime) -> Iterator[Event]:
    if story.due is None:
        return
    at = story.due - before
    if at < since < story.due:
        at = since
    if story.met_at is None or story.met_at > at:
        yield Event(Trigger.NEAR, f"near:{_name(story.due)}", at, last_words(story))


def _silent(story: Story, length: timedelta) -> Iterator[Event]:
    """Each time a buyer waited for so long, counted from the first word that no person has answered."""
    for first, answered_at in _waits(story):
        at = first.at + length
        over = answered_at or story.ended_at
        if over is None or over > at:
            yield Event(Trigger.SILENT, f"silent:{first.id}", at, first.text)


def _waits(story: Story) -> Iterator[tuple[Said, datetime | None]]:
    first: Said | None = None
    for one in story.said:
        if one.author is Author.BUYER:
            first = first or one
        elif one.author is Author.PERSON and first is not None:
            yield first, one.at
            first = None
    if first is not None:
        yield first, None


def _name(at: datetime) -> str:
    return at.strftime("%Y%m%dT%H%M%S")
