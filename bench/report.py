"""The figures as a table for people, as JSON for machines, and the query plans beside them."""

import json
from collections.abc import Sequence

from bench import plans
from bench.measure import Cost


def table(costs: Sequence[Cost]) -> str:
    """One line a path; milliseconds of CPU."""
    wide = max(len(cost.name) for cost in costs)
    head = f"{'':{wide}}  median   quiet   first  queries  pages  limit"
    lines = [
        f"{cost.name:{wide}}  {cost.median:6.2f}  {cost.quiet:6.2f}  {cost.first:6.1f}"
        f"  {len(_queries(cost)):7}  {cost.pages:5}  {_verdict(cost)}"
        for cost in costs
    ]
    return "\n".join([head, *lines])


def as_json(costs: Sequence[Cost], facts: dict[str, object]) -> str:
    rows = [
        {
            "name": cost.name,
            "median_ms": round(cost.median, 3),
            "quiet_ms": round(cost.quiet, 3),
            "first_ms": round(cost.first, 3),
            "pages": cost.pages,
            "limit_ms": cost.target,
            "queries": [{"sql": plans.short(sql), "plan": plans.plan(sql, told)} for sql, told in _queries(cost)],
        }
        for cost in costs
    ]
    return json.dumps({**facts, "paths": rows}, ensure_ascii=False, indent=1)


def with_plans(costs: Sequence[Cost]) -> str:
    """Every statement of every path, its plan under it."""
    parts = []
    for cost in costs:
        parts.append(f"\n## {cost.name}")
        for number, (sql, params) in enumerate(_queries(cost), 1):
            parts.append(f"{number}. {plans.short(sql)}")
            parts += [f"     {line}" for line in plans.plan(sql, params)]
    return "\n".join(parts)


def _queries(cost: Cost) -> list[tuple[str, object]]:
    return [(sql, params) for sql, params in cost.queries if plans.is_query(sql)]


def _verdict(cost: Cost) -> str:
    if cost.target is None:
        return "     –"
    return f"{cost.target:6.1f}  {'kept' if cost.median <= cost.target else 'MISSED'}"
