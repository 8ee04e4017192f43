"""A token bucket as arithmetic on one number: the instant up to which its tokens are given out. Pure.

All instants are microseconds. A full bucket has its level ``burst`` steps in the past; giving a token moves the level
one step on. So whoever moves the level from what it read, and nobody else did meanwhile, has the tokens.
"""

from dataclasses import dataclass

SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Grant:
    """``count`` tokens and the new level; or none, how long until one may be there, and the level, which has moved
    only where it stood in the future."""

    count: int
    level: int
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Bucket:
    """``per_minute`` tokens flow in; at most ``burst`` lie ready. In no minute more than both together are given."""

    per_minute: int
    burst: int

    @property
    def step(self) -> int:
        """The time in which one token flows in."""
        return 60 * SECOND // self.per_minute

    def grant(self, level: int, now: int, wanted: int, reserve: int = 0) -> Grant:
        """As many of the wanted tokens as may be given while ``reserve`` percent of the burst stay for others.

        A level in the future is another machine's clock, or one that was set back: it counts as a bucket that is empty
        now. The caller keeps the level also of a refusal, else the bucket would stay empty until that future.
        """
        level = min(max(level, now - self.burst * self.step), now)
        free = (now - level) // self.step - self.burst * reserve // 100
        count = min(wanted, free)
        if count >= 1:
            return Grant(count, level + count * self.step)
        return Grant(0, level, level + (self.burst * reserve // 100 + 1) * self.step - now)
