"""The catalogue of the numbered rules the product was asked for (part A, and claims: B1 and the table E.4), with their
texts beside it in ``rules.tsv``.

Every rule of a finished capability has a home, the function whose docstring names its id, and a test that carries the
id; ``zgoda rules --check`` holds that.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Rule:
    """One numbered statement. The id's first part names the capability: ``S0`` Discussions, ``S1`` fulfilment,
    ``B1`` claims, ``K`` the rows of E.4 …"""

    id: str
    text: str

    @property
    def capability(self) -> str:
        return self.id.partition("-")[0]


FINISHED = frozenset({"S0", "S1", "B1", "K", "S3"})
"""Capabilities that are complete: each of their rules must have a home and a test."""

CONTEXT_ONLY = frozenset({"S2-18"})
"""Statements of the record that ask nothing of the product."""


@cache
def catalogue() -> tuple[Rule, ...]:
    """All rules in the order of their ids."""
    text = files("zgoda.domain").joinpath("rules.tsv").read_text(encoding="utf-8")
    return tuple(Rule(*line.split("\t")) for line in text.splitlines())


def must_be_held(rule: Rule) -> bool:
    """Whether a missing home or test of this rule is a fault today."""
    return rule.capability in FINISHED and rule.id not in CONTEXT_ONLY
