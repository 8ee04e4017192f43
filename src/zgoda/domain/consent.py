"""Consent to optional cookies and data use: what it is for, how long it holds (S0-62, S0-63)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from zgoda.domain.deadlines import consent_until


class Purpose(StrEnum):
    """S0-63: the eight purposes, each chosen by itself."""

    STORAGE = "STORAGE"
    PERSONALISATION = "PERSONALISATION"
    SECURITY = "SECURITY"
    DELIVERY = "DELIVERY"
    CHOICES = "CHOICES"
    MATCHING = "MATCHING"
    LINKING = "LINKING"
    IDENTIFYING = "IDENTIFYING"


@dataclass(frozen=True, slots=True)
class Consent:
    """What was chosen, when, and under which ``version`` of the text. An empty choice is a refusal, equally valid."""

    purposes: frozenset[Purpose]
    given_at: datetime
    version: int

    def until(self, zone: ZoneInfo) -> datetime:
        """TM-11, S0-62: the end of its twelve months."""
        return consent_until(self.given_at, zone)

    def covers(self, purpose: Purpose, now: datetime, zone: ZoneInfo, version: int) -> bool:
        """S0-62: only what was chosen, only for twelve months, only under the text that was read."""
        return purpose in self.purposes and self.version == version and now < self.until(zone)


NOTHING: frozenset[Purpose] = frozenset()
"""S0-62: consent is voluntary; without one nothing but necessary cookies is used."""
