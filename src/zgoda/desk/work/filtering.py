"""What a list is narrowed to, to and from the words of its address."""

from collections.abc import Mapping
from urllib.parse import urlencode

from zgoda.desk.cases.listing import Filters, View
from zgoda.desk.messages.sources import TYPES
from zgoda.desk.store.models import Answerer
from zgoda.desk.work import conditions
from zgoda.domain.tickets import Source
from zgoda.look.numbers import whole


def filters_of(get: Mapping[str, str]) -> Filters:
    """What an address filters by; nonsense reads as the default."""
    view = get.get("view", "")
    who = get.get("who", "")
    kind, source, answers = get.get("type", ""), get.get("source", ""), get.get("answers", "")
    return Filters(
        view=View(view) if view in set(View) else View.OPEN,
        connection_id=whole(get.get("connection", "")),
        type=kind if kind in TYPES else "",
        query=get.get("q", "")[:100].strip(),
        source=source if source in set(Source) else "",
        queue_id=whole(get.get("queue", "")),
        category_id=whole(get.get("category", "")),
        who=who if conditions.is_who(who) else "",
        tag_id=whole(get.get("tag", "")),
        answerer=Answerer[answers.upper()] if answers.upper() in Answerer.__members__ else None,
    )


def query_of(filters: Filters, after: str = "") -> str:
    """The address of a list; empty for the first page of all open cases."""
    pairs = {
        "view": "" if filters.view == View.OPEN else filters.view.value,
        "connection": str(filters.connection_id or ""),
        "type": filters.type,
        "q": filters.query,
        "source": filters.source,
        "queue": str(filters.queue_id or ""),
        "category": str(filters.category_id or ""),
        "who": filters.who,
        "tag": str(filters.tag_id or ""),
        "answers": "" if filters.answerer is None else filters.answerer.name.lower(),
        "after": after,
    }
    return urlencode({name: value for name, value in pairs.items() if value})
