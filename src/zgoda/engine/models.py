"""Where Django finds the engine's tables; each stands beside the code that uses it."""

from zgoda.engine.clock import Clock, ClockMove
from zgoda.engine.jobs import EffectDone
from zgoda.engine.journal import JournalEntry
from zgoda.engine.timers import Timer

__all__ = ["Clock", "ClockMove", "EffectDone", "JournalEntry", "Timer"]
