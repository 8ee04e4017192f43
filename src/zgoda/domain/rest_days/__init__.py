"""Rest days 2024 to 2030 of the four marketplaces' countries, frozen as data (C-25; part D.5 of the rules).

A deadline must not change because a library was upgraded, so the dates stand here with their law, and a test
compares them with the ``holidays`` package. Weekends are not listed: the calendar knows them.
"""

from types import MappingProxyType

from zgoda.domain.rest_days.czechia import CZECHIA
from zgoda.domain.rest_days.hungary import HUNGARY
from zgoda.domain.rest_days.poland import POLAND
from zgoda.domain.rest_days.slovakia import SLOVAKIA
from zgoda.domain.rest_days.table import CountryTable, RestDay

SNAPSHOT = "2026-11"
"""Names this state of the tables; part of the id of every frozen calendar. Change it with the data."""

TABLES = MappingProxyType({table.country: table for table in (POLAND, CZECHIA, SLOVAKIA, HUNGARY)})

__all__ = ["SNAPSHOT", "TABLES", "CountryTable", "RestDay"]
