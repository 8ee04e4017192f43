"""One run: a shop, its buyers and agents, thirty turned days, and everything that can go wrong on the way."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.centre import stage
from tests.simulation.judge import Watch, findings
from tests.simulation.people import Agents, Buyers
from tests.simulation.processes import Centre, Worker, turn
from zgoda.accounts.models import User
from zgoda.centre import ticking
from zgoda.centre.faults import plans
from zgoda.centre.faults.catalogue import Fault
from zgoda.centre.oauth import tokens as issuing
from zgoda.centre.oauth.models import Application, Consent
from zgoda.centre.oauth.registry import register_client
from zgoda.desk.allegro import tokens
from zgoda.desk.allegro.oauth import TokenPair
from zgoda.desk.allegro.roots import single_host
from zgoda.desk.cases import connecting
from zgoda.desk.store.models import Connection, ConnectionState, Outgoing, Shop
from zgoda.desk.store.secret import Secret
from zgoda.domain.actors import Role
from zgoda.domain.writers import Mode, every
from zgoda.engine import clock

DAYS = 30
SCOPES = "allegro:api:disputes allegro:api:orders:read allegro:api:orders:write allegro:api:profile:read allegro:api:messaging"
RATES = dict.fromkeys(Fault, 4) | {
    Fault.LOST_CUT: 4,
    Fault.LOST_504: 3,
    Fault.LOST_500: 3,
    Fault.BUSY: 2,
    Fault.BUSY_SAYING_WHEN: 2,
    Fault.TOKEN_EXPIRED: 1,
    Fault.TOKEN_REFUSED: 1,
    Fault.REFRESH_REFUSED: 10,
}
"""Per cent: every fault there is. The three LOST_* together lose a tenth of the answers to writes."""


@dataclass
class Told:
    """What a run found wrong, and what happened in it."""

    findings: list[str]
    cases: int
    messages: int
    replies: Counter[str]
    struck: dict[str, int]
    requests: int
    kills: int
    consents: int


@dataclass
class Simulation:
    """``steps`` turns of the clock over thirty days, about ``cases`` Discussions."""

    seed: int
    folder: Path
    cases: int
    steps: int
    kills: int
    watch: Watch = field(default_factory=Watch)
    consents: int = 0

    def run(self) -> Told:
        random = Random(self.seed)
        turn(self.folder, clock.offset())
        centre = Centre(self.folder)
        try:
            self.connection = self._connected(centre.url)
            worker = Worker(self.folder, centre.url)
            try:
                buyers, agents = Buyers(random), Agents(random, User.objects.create_user("ola"))
                self._live(random, centre, worker, buyers, agents)
                self._settle(worker, agents)
            finally:
                worker.stop()
        finally:
            centre.stop()
        standing = plans.standing(self.seller)
        return Told(
            findings(self.watch),
            len(buyers.opened),
            buyers.words,
            Counter(Outgoing.objects.values_list("state", flat=True)),
            standing.struck,
            standing.requests,
            centre.kills + worker.kills,
            self.consents,
        )

    @property
    def seller(self) -> User:
        return stage.account("seller", Role.SELLER)

    def _live(self, random: Random, centre: Centre, worker: Worker, buyers: Buyers, agents: Agents) -> None:
        plans.switch(self.seller, on=True, seed=self.seed, rates=RATES, by="simulation")
        deadly = {random.randrange(self.steps) for _ in range(self.kills)}
        for step in range(self.steps):
            worker.begin_round()
            for _ in range(-(-(self.cases - len(buyers.opened)) // max(1, self.steps // 2 - step))):
                if len(buyers.opened) < self.cases:
                    buyers.open_one()
            for _ in range(max(1, self.cases // 6)):
                buyers.do_something()
            agents.answer(0.6)
            if step in deadly:
                worker.kill(lambda: plans.standing(self.seller).requests, random.randrange(self.cases))
                if step % 2:
                    centre.kill()
            worker.go_round(2)
            self._consent_again()
            agents.decide()
            self.watch.look()
            self._turn(timedelta(days=DAYS) / self.steps)

    def _settle(self, worker: Worker, agents: Agents) -> None:
        """The marketplace behaves again; a day later everything must be as it is in truth."""
        plans.switch_off(self.seller, "simulation")
        for _ in range(6):
            self._consent_again()
            worker.go_round(2)
            agents.decide()
            self._turn(timedelta(hours=1))
        worker.go_round(3)

    def _turn(self, by: timedelta) -> None:
        """The centre's clock and the worker's."""
        self.watch.look()
        ticking.advance(by, "simulation")
        turn(self.folder, clock.offset())

    def _connected(self, url: str) -> Connection:
        client_id, secret = register_client("Zgoda", [f"{url}/back"])
        row = connecting.draft(
            Shop.objects.create(name="Shop"),
            name="Centre",
            roots=single_host(url),
            client_id=client_id,
            client_secret=secret,
        )
        self._consent(row)
        row.refresh_from_db()
        row.state, row.writers = ConnectionState.CONNECTED, every(Mode.ARMED)
        row.login, row.user_id = self.seller.username, str(self.seller.pk)
        row.save()
        return row

    def _consent_again(self) -> None:
        """A person connects the account again when the desk asks for it."""
        self.connection.refresh_from_db()
        if self.connection.state == ConnectionState.NEEDS_CONSENT:
            self.consents += 1
            self._consent(self.connection)

    def _consent(self, row: Connection) -> None:
        application = Application.objects.get(client_id=row.client_id)
        Consent.objects.get_or_create(user=self.seller, application=application, defaults={"scope": SCOPES})
        answer = issuing.compose(application, self.seller, SCOPES, refreshable=True)
        issuing.store(answer, application, self.seller, uuid.uuid4())
        now = clock.now()
        pair = TokenPair(
            access=Secret(answer["access_token"]),
            refresh=Secret(answer["refresh_token"]),
            access_expires_at=now + timedelta(seconds=answer["expires_in"]),
            refresh_expires_at=now + timedelta(days=90),
            scopes=SCOPES,
        )
        tokens.store(row.pk, pair)
