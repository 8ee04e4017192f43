"""What every kind of outgoing thing can do: be checked, sent, and looked for afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import fold
from zgoda.desk.cases.refusals import Why
from zgoda.desk.store.models import DeskCase, Outgoing
from zgoda.domain.automation.breaker import Why as Late

KeepUploaded = Callable[[dict[str, str]], None]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The thread is as the agent saw it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something came since the agent began: ``words`` are what others wrote, ``came`` what else is different."""

    words: str
    came: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Impossible:
    """The case has moved so that this can never be sent; nobody can confirm it away."""

    why: Why


@dataclass(frozen=True, slots=True)
class Dropped:
    """Nobody wrote it, and it is not wanted any more: nobody has to decide."""

    why: Late


Checked = Unchanged | Changed | Impossible | Dropped


class Target:
    """A kind that the server recognises by its command id: sending it twice counts once."""

    is_idempotent = True
    is_message = False

    def __init__(self, row: Outgoing, client: Client) -> None:
        self.row = row
        self.client = client
        self.case: DeskCase = row.case

    def before_sending(self) -> Checked:
        """What speaks against sending now."""
        return Unchanged()

    def before_repeating(self) -> Checked:
        """What speaks against sending once more what a person takes as lost."""
        return Unchanged()

    def known_ids(self) -> list[str]:
        """What was there before the first attempt."""
        return []

    def upload_files(self, keep: KeepUploaded) -> None:
        """Bring the row's files to the server; ``keep`` stores each one's id there."""

    def look(self) -> str | None:
        """The id under which the row arrived, or None where it is not there."""
        return None

    def take_turn(self) -> None:
        """All that sending would wait for, so that it can be asked afterwards whether it still may. Raises
        ``TooMany`` where the wait is long."""
        self.client.prepare(is_message=self.is_message)

    def send(self) -> str:
        """The one call that takes effect."""
        raise NotImplementedError

    def after_sending(self) -> None:
        """Read the case once: what we did changed it."""
        fold.reread(self.case, self.client)
