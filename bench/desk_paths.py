"""What an agent at the desk asks for: the list by due date, a case with its thread, a reply."""

import html
import random
import re
from collections.abc import Callable, Iterator
from itertools import count

from bench.asking import Answer, Asker
from bench.measure import Thunk, Work
from bench.people import AGENT
from zgoda.desk.cases.listing import PAGE
from zgoda.desk.store.models import DeskCase, DeskMessage

_ROW = re.compile(r'<a class="row')
_OLDER = re.compile(r'href="(/\?[^"]*after=[^"]*)"')
_WORDS = ("paczka", "uszkodzona", "zwrot", "kuriera", "przesylka", "zdjecia")
_POLL = re.compile(r'hx-get="(/list[^"]*)"')


def works(cases: int) -> Iterator[Work]:
    """In the order of a working day. Cases and words are new every time, so that nothing is answered from memory."""
    asker, rng = Asker("desk", user=AGENT), random.Random()
    open_ids = list(DeskCase.objects.filter(ended=False).values_list("pk", flat=True))
    yield Work("desk: list, first page by due date", lambda: lambda: asker.get("/"), _is_list, 6)
    yield Work("desk: list, tenth page", _tenth(asker), _is_list)
    yield Work("desk: list asked again, nothing moved", _poll(asker), lambda answer: _expect(answer, 204))
    yield Work("desk: list of a buyer's cases", lambda: lambda: asker.get("/?view=ended&q=anna_kowal0"), _has_row)
    yield Work("desk: search by an order's number", *_order_search(asker, lambda: rng.randint(1, cases)))
    yield Work("desk: search in the words", lambda: lambda: asker.get(f"/?q={rng.choice(_WORDS)}"), _has_any_row, 15)
    yield Work("desk: case with its thread", *_case(asker, lambda: rng.choice(open_ids)), 6)
    yield Work(
        "desk: the list beside a case", lambda: lambda: asker.get(f"/list?case={rng.choice(open_ids)}"), _has_any_row
    )
    yield Work("desk: ended case with its thread", *_case(asker, lambda: rng.randint(1, cases)))
    yield Work("desk: reply", *_reply(asker, lambda: rng.choice(open_ids)), 8)


def _expect(answer: Answer, status: int) -> None:
    if answer.status != status:
        raise AssertionError(f"{answer.status} instead of {status}: {answer.text[:2000]}")


def _is_list(answer: Answer) -> None:
    _expect(answer, 200)
    rows = len(_ROW.findall(answer.text))
    assert rows == PAGE, f"{rows} rows instead of {PAGE}"
    assert "Ceramika Bory" in answer.text


def _has_row(answer: Answer) -> None:
    _expect(answer, 200)
    assert "anna_kowal0" in answer.text
    assert _ROW.search(answer.text)


def _has_any_row(answer: Answer) -> None:
    _expect(answer, 200)
    assert _ROW.search(answer.text)


def _order_search(asker: Asker, choose: Callable[[], int]) -> tuple[Callable[[], Thunk], Callable[[Answer], None]]:
    chosen = []

    def prepare() -> Thunk:
        case = DeskCase.objects.only("order_id", "ended").get(pk=choose())
        chosen[:] = [case.pk]
        path = f"/?view={'ended' if case.ended else 'open'}&q={case.order_id}"
        return lambda: asker.get(path)

    def check(answer: Answer) -> None:
        _expect(answer, 200)
        assert f'href="/cases/{chosen[0]}?' in answer.text

    return prepare, check


def _tenth(asker: Asker) -> Callable[[], Thunk]:
    path = "/"
    for _ in range(9):
        found = _OLDER.search(asker.get(path).text)
        assert found, path
        path = html.unescape(found[1])
    return lambda: lambda: asker.get(path)


def _poll(asker: Asker) -> Callable[[], Thunk]:
    """The version is asked for anew each time: a minute that passes moves the clocks on the page."""

    def prepare() -> Thunk:
        found = _POLL.search(asker.get("/").text)
        assert found
        path = html.unescape(found[1])
        return lambda: asker.get(path)

    return prepare


def _case(asker: Asker, choose: Callable[[], int]) -> tuple[Callable[[], Thunk], Callable[[Answer], None]]:
    chosen = []

    def prepare() -> Thunk:
        chosen[:] = [choose()]
        path = f"/cases/{chosen[0]}"
        return lambda: asker.get(path)

    def check(answer: Answer) -> None:
        _expect(answer, 200)
        last = DeskMessage.objects.filter(case_id=chosen[0]).last()
        assert last is not None
        assert html.escape(last.text[:80], quote=False) in html.unescape(answer.text)
        assert last.author_role == "SYSTEM" or f'id="m{last.pk}"' in answer.text

    return prepare, check


def _reply(asker: Asker, choose: Callable[[], int]) -> tuple[Callable[[], Thunk], Callable[[Answer], None]]:
    said: list[tuple[str, str]] = []
    numbers, run = count(1), f"{random.getrandbits(40):x}"

    def prepare() -> Thunk:
        case_id, token = choose(), f"bench-{run}-{next(numbers)}"
        text = f"Dzień dobry, paczka wyjdzie jutro rano, a numer przesyłki podamy tutaj od razu. {token}"
        said[:] = [(f"/cases/{case_id}", token)]
        fields = {"do": "reply", "form_token": token, "text": text, "query": "", "chat_seen": ""}
        return lambda: asker.post(f"/cases/{case_id}/send", fields)

    def check(answer: Answer) -> None:
        _expect(answer, 302)
        path, token = said[0]
        page = asker.get(path).text
        assert token in page, f"{token} is not on {path}"

    return prepare, check
