"""An Allegro in the process: it speaks the documented protocol, and misbehaves in the documented ways when told."""

from tests.fakes.allegro.faults import Fault, How
from tests.fakes.allegro.server import FakeAllegro

__all__ = ["FakeAllegro", "Fault", "How"]
