"""Full text of the cases: SQLite's FTS5 or PostgreSQL's tsvector over stems (`domain.word_forms`).

One row for each case, under its id: the words of its messages, its subject, login, numbers and parcels, its shop and
whether it has ended. `follow` keeps it in step with the case's row, wherever that is written.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection as database

from zgoda.desk.store.models import DeskCase, DeskMessage, DeskShipment
from zgoda.desk.work.models import SearchMark
from zgoda.domain.word_forms import begun, folded, stem, stems
from zgoda.engine.prepared import Prepared

MOST = 200
"""Matches that a search looks at: the latest cases."""
_PREFIX = 4
"""Letters of the last word from which on it may be only begun."""
_MOST_WORDS = 8
_SHOP = "zzshop"
"""Begins the word by which a row is its shop's alone. Nobody else's word does: a buyer may write anything."""


def follow(sender: object, instance: DeskCase, **_more: object) -> None:
    """After a case's row was written: index it anew where anything that is searched has moved."""
    known = _MARK(instance.pk)
    mark = _mark(instance)
    if not known or known[0][0] != mark:
        index(instance)


def index(case: DeskCase) -> None:
    """Write the case's words, also after its parcels became known."""
    texts = DeskMessage.objects.filter(case=case).values_list("text", flat=True)
    parcels = DeskShipment.objects.filter(order__connection_id=case.connection_id, order__remote_id=case.order_id)
    waybills = parcels.values_list("waybill", flat=True) if case.order_id else ()
    store(case.pk, words_of(case, texts, waybills))
    SearchMark.objects.update_or_create(case_id=case.pk, defaults={"mark": _mark(case)})


def words_of(case: Any, texts: Iterable[str], waybills: Iterable[str]) -> str:
    """All stems of a case, none of which could be taken for a shop's mark. Numbers stand whole, however grouped."""
    numbers = ["".join(folded(one)) for one in (case.reference, case.buyer_login, *waybills) if one]
    spoken = "\n".join([case.subject, case.buyer_login, case.reference, *texts])
    state = "ended" if case.ended else "open"
    words = (word for word in dict.fromkeys([*numbers, *stems(spoken)]) if not word.startswith(_SHOP))
    return " ".join([_place(case.shop_id, state), *words])


def store(case_id: int, words: str) -> None:
    """Replace what is kept under the id."""
    with database.cursor() as cursor:
        cursor.execute(_STORE[database.vendor], [case_id, words])


def find(shop_id: int, query: str, *, ended: bool) -> set[int]:
    """The latest cases that hold every word of the query, about ``MOST``; none where it names no word.

    Whole words are met first. Only where they leave room the last one is met as a beginning, which costs as much as all
    the words that have it.
    """
    typed = folded(query)
    if not typed:
        return set()
    *others, last = typed[:_MOST_WORDS]
    words = [word for word in dict.fromkeys(map(stem, others)) if word != stem(last)]
    place, together = _place(shop_id, "ended" if ended else "open"), "".join(typed) if others else ""
    found = _ask(_asked(place, words, [*map(_term, dict.fromkeys([stem(last), *begun(last)]))], together))
    if len(found) < MOST and len(stem(last)) >= _PREFIX:
        found |= _ask(_asked(place, words, [_beginning(stem(last))], ""))
    return found


def forget(case_ids: Iterable[int]) -> None:
    """Keep no word of these cases."""
    with database.cursor() as cursor:
        cursor.executemany("DELETE FROM work_search WHERE rowid = %s", [[pk] for pk in case_ids])


def _ask(asked: str) -> set[int]:
    with database.cursor() as cursor:
        cursor.execute(_FIND[database.vendor], [asked, MOST])
        return {row[0] for row in cursor.fetchall()}


def _asked(place: str, words: list[str], last: list[str], together: str) -> str:
    """All words in the shop's cases, of the last one any form; or, written with gaps, the number they make together."""
    both, either = (" & ", " | ") if database.vendor == "postgresql" else (" AND ", " OR ")
    terms = both.join([*map(_term, words), f"({either.join(last)})"])
    return both.join([place, f"(({terms}){either}{_term(together)})" if together else terms])


def _term(word: str) -> str:
    return word if database.vendor == "postgresql" else f'"{word}"'


def _beginning(word: str) -> str:
    return f"{word}:*" if database.vendor == "postgresql" else f'"{word}"*'


def _place(shop_id: int, state: str) -> str:
    return f"{_SHOP}{shop_id}{state}"


def _mark(case: DeskCase) -> str:
    parts = (case.ended, case.message_rows, case.last_message_remote_id, case.reference, case.buyer_login, case.subject)
    return "|".join(map(str, parts))[:300]


_STORE = {
    "sqlite": "INSERT OR REPLACE INTO work_search (rowid, words) VALUES (%s, %s)",
    "postgresql": (
        "INSERT INTO work_search (rowid, words) VALUES (%s, to_tsvector('simple', %s)) "
        "ON CONFLICT (rowid) DO UPDATE SET words = excluded.words"
    ),
}
_FIND = {
    "sqlite": "SELECT rowid FROM work_search WHERE work_search MATCH %s ORDER BY rowid DESC LIMIT %s",
    "postgresql": (
        "SELECT rowid FROM work_search WHERE words @@ to_tsquery('simple', %s) ORDER BY rowid DESC LIMIT %s"
    ),
}
_MARK: Prepared[tuple[str]] = Prepared(
    lambda case_id: SearchMark.objects.filter(case_id=case_id).values_list("mark"), int
)
