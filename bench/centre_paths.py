"""What the marketplace's side is asked for: a buyer's pages, the consultants' queue, the API, commands, the sweep."""

import html
import json
import random
from collections.abc import Callable, Iterator
from uuid import uuid4

from bench.asking import Answer, Asker
from bench.dataset import built_at
from bench.measure import Thunk, Work
from bench.people import BUYERS, CONSULTANT, bearer
from bench.words import login
from zgoda.centre import ticking
from zgoda.centre.handle import handle
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import Text, WriteMessage
from zgoda.domain.discussion import Discussion
from zgoda.engine import clock
from zgoda.wire.media import BETA_V1

Buyers = list[tuple[str, Asker]]
Prepared = tuple[Callable[[], Thunk], Callable[[Answer], None]]


def works() -> Iterator[Work]:
    """Each time another buyer, another case."""
    rng = random.Random()
    buyers = [(name, Asker("centre", user=name)) for name in (login(rng.randrange(BUYERS)) for _ in range(50))]
    open_cases = list(Case.objects.filter(status="PENDING").values_list("pk", "seller_id")[:5000])
    staff, program = Asker("centre", user=CONSULTANT), Asker("centre", bearer=bearer())
    yield Work("centre: a buyer's purchases", lambda: lambda: rng.choice(buyers)[1].get("/purchases"), _has("Kubek"))
    yield Work("centre: a Discussion with its thread", *_thread(buyers, rng))
    yield Work("centre: the consultants' queue", lambda: lambda: staff.get("/queue"), _has("kowal"))
    yield Work("centre: GET /sale/issues, a page of 100", *_issues(program))
    yield Work("centre: a reply through handle", lambda: _reply(*rng.choice(open_cases)), _is_case)
    yield Work("centre: a sweep with nothing due", _sweep, _found_nothing)


def _has(words: str) -> Callable[[Answer], None]:
    def check(answer: Answer) -> None:
        assert answer.status == 200, answer.text[:2000]
        assert words in answer.text

    return check


def _thread(
    buyers: list[tuple[str, Asker]], rng: random.Random
) -> tuple[Callable[[], Thunk], Callable[[Answer], None]]:
    cases = {name: list(Case.objects.filter(buyer__username=name).values_list("pk", flat=True)) for name, _ in buyers}
    asked = []

    def prepare() -> Thunk:
        name, asker = rng.choice(buyers)
        asked[:] = [rng.choice(cases[name])]
        return lambda: asker.get(f"/discussions/{asked[0]}")

    def check(answer: Answer) -> None:
        assert answer.status == 200, answer.text[:2000]
        written = CaseMessage.objects.filter(case_id=asked[0], text__isnull=False).order_by("-number").first()
        assert written is None or str(written.text)[:80] in html.unescape(answer.text)

    return prepare, check


def _issues(program: Asker) -> Prepared:
    def check(answer: Answer) -> None:
        assert answer.status == 200, answer.text[:2000]
        assert len(json.loads(answer.text)["issues"]) == 100

    return lambda: lambda: program.get("/sale/issues?limit=100", HTTP_ACCEPT=BETA_V1), check


def _reply(case_id: object, seller_id: int) -> Thunk:
    words = Text(uuid4(), "Dzień dobry, paczka wyjdzie jutro rano, numer przesyłki podamy tutaj.", uuid4().hex)
    command = WriteMessage(by=Actor(Role.SELLER, seller_id), message_id=uuid4(), text=words)
    return lambda: handle(case_id, command, now=clock.now(), command_id=uuid4())


def _is_case(outcome: object) -> None:
    assert isinstance(outcome, Discussion), outcome


def _sweep() -> Thunk:
    at = built_at()

    def sweep() -> object:
        with clock.at(at):
            return ticking.sweep()

    return sweep


def _found_nothing(report: object) -> None:
    assert report.visited == 0, report
