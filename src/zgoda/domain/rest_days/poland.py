"""Rest days of Poland.

Law: the Act of 18 January 1951 on non-working days (consolidated text: Journal of Laws 2025 item 296); 24 December
joined it from 2025 by the Act of 6 December 2024 (Journal of Laws 2024 item 1965). The act stands without a yearly
decree; 2028 to 2030 are derived from it and marked provisional until that year's calendar has been checked. A holiday
on a Saturday gives employees another free day of their employer's choice, which is no public holiday and not here.
"""

from datetime import date

from zgoda.domain.rest_days.table import CountryTable, RestDay

ACT_1951 = "Act of 18 January 1951 on non-working days"
ACT_2024 = "Act of 6 December 2024, Journal of Laws 2024 item 1965"

DAYS = (
    # 2024
    RestDay(date(2024, 1, 1), "New Year's Day", ACT_1951),
    RestDay(date(2024, 1, 6), "Epiphany", ACT_1951),
    RestDay(date(2024, 3, 31), "Easter Sunday", ACT_1951),
    RestDay(date(2024, 4, 1), "Easter Monday", ACT_1951),
    RestDay(date(2024, 5, 1), "National Day", ACT_1951),
    RestDay(date(2024, 5, 3), "National Day of the Third of May", ACT_1951),
    RestDay(date(2024, 5, 19), "Pentecost", ACT_1951),
    RestDay(date(2024, 5, 30), "Corpus Christi", ACT_1951),
    RestDay(date(2024, 8, 15), "Assumption Day", ACT_1951),
    RestDay(date(2024, 11, 1), "All Saints' Day", ACT_1951),
    RestDay(date(2024, 11, 11), "National Independence Day", ACT_1951),
    RestDay(date(2024, 12, 25), "Christmas Day", ACT_1951),
    RestDay(date(2024, 12, 26), "Second Day of Christmas", ACT_1951),
    # 2025
    RestDay(date(2025, 1, 1), "New Year's Day", ACT_1951),
    RestDay(date(2025, 1, 6), "Epiphany", ACT_1951),
    RestDay(date(2025, 4, 20), "Easter Sunday", ACT_1951),
    RestDay(date(2025, 4, 21), "Easter Monday", ACT_1951),
    RestDay(date(2025, 5, 1), "National Day", ACT_1951),
    RestDay(date(2025, 5, 3), "National Day of the Third of May", ACT_1951),
    RestDay(date(2025, 6, 8), "Pentecost", ACT_1951),
    RestDay(date(2025, 6, 19), "Corpus Christi", ACT_1951),
    RestDay(date(2025, 8, 15), "Assumption Day", ACT_1951),
    RestDay(date(2025, 11, 1), "All Saints' Day", ACT_1951),
    RestDay(date(2025, 11, 11), "National Independence Day", ACT_1951),
    RestDay(date(2025, 12, 24), "Christmas Eve", ACT_2024),
    RestDay(date(2025, 12, 25), "Christmas Day", ACT_1951),
    RestDay(date(2025, 12, 26), "Second Day of Christmas", ACT_1951),
    # 2026
    RestDay(date(2026, 1, 1), "New Year's Day", ACT_1951),
    RestDay(date(2026, 1, 6), "Epiphany", ACT_1951),
    RestDay(date(2026, 4, 5), "Easter Sunday", ACT_1951),
    RestDay(date(2026, 4, 6), "Easter Monday", ACT_1951),
    RestDay(date(2026, 5, 1), "National Day", ACT_1951),
    RestDay(date(2026, 5, 3), "National Day of the Third of May", ACT_1951),
    RestDay(date(2026, 5, 24), "Pentecost", ACT_1951),
    RestDay(date(2026, 6, 4), "Corpus Christi", ACT_1951),
    RestDay(date(2026, 8, 15), "Assumption Day", ACT_1951),
    RestDay(date(2026, 11, 1), "All Saints' Day", ACT_1951),
    RestDay(date(2026, 11, 11), "National Independence Day", ACT_1951),
    RestDay(date(2026, 12, 24), "Christmas Eve", ACT_2024),
    RestDay(date(2026, 12, 25), "Christmas Day", ACT_1951),
    RestDay(date(2026, 12, 26), "Second Day of Christmas", ACT_1951),
    # 2027
    RestDay(date(2027, 1, 1), "New Year's Day", ACT_1951),
    RestDay(date(2027, 1, 6), "Epiphany", ACT_1951),
    RestDay(date(2027, 3, 28), "Easter Sunday", ACT_1951),
    RestDay(date(2027, 3, 29), "Easter Monday", ACT_1951),
    RestDay(date(2027, 5, 1), "National Day", ACT_1951),
    RestDay(date(2027, 5, 3), "National Day of the Third of May", ACT_1951),
    RestDay(date(2027, 5, 16), "Pentecost", ACT_1951),
    RestDay(date(2027, 5, 27), "Corpus Christi", ACT_1951),
    RestDay(date(2027, 8, 15), "Assumption Day", ACT_1951),
    RestDay(date(2027, 11, 1), "All Saints' Day", ACT_1951),
    RestDay(date(2027, 11, 11), "National Independence Day", ACT_1951),
    RestDay(date(2027, 12, 24), "Christmas Eve", ACT_2024),
    RestDay(date(2027, 12, 25), "Christmas Day", ACT_1951),
    RestDay(date(2027, 12, 26), "Second Day of Christmas", ACT_1951),
    # 2028
    RestDay(date(2028, 1, 1), "New Year's Day", ACT_1951),
    RestDay(date(2028, 1, 6), "Epiphany", ACT_1951),
    RestDay(date(2028, 4, 16), "Easter Sunday", ACT_1951),
    RestDay(date(2028, 4, 17), "Easter Monday", ACT_1951),
    RestDay(date(2028, 5, 1), "National Day", ACT_1951),
    RestDay(date(2028, 5, 3), "National Day of the Third of May", ACT_1951),
    RestDay(date(2028, 6, 4), "Pentecost", ACT_1951),
    RestDay(date(2028, 6, 15), "Corpus Christi", ACT_1951),
    RestDay(date(2028, 8, 15), "Assumption Day", ACT_1951),
    RestDay(date(2028, 11, 1), "All Saints' Day", ACT_1951),
    RestDay(date(2028, 11, 11), "National Independence Day", ACT_1951),
    RestDay(date(2028, 12, 24), "Christmas Eve", ACT_2024),
    RestDay(date(2028, 12, 25), "Christmas Day", ACT_1951),
    RestDay(date(2028, 12, 26), "Second Day of Christmas", ACT_1951),
    # 2029
    RestDay(date(2029, 1, 1), "New Year's Day", ACT_1951),
    RestDay(date(2029, 1, 6), "Epiphany", ACT_1951),
    RestDay(date(2029, 4, 1), "Easter Sunday", ACT_1951),
    RestDay(date(2029, 4, 2), "Easter Monday", ACT_1951),
    RestDay(date(2029, 5, 1), "National Day", ACT_1951),
    RestDay(date(2029, 5, 3), "National Day of the Third of May", ACT_1951),
    RestDay(date(2029, 5, 20), "Pentecost", ACT_1951),
    RestDay(date(2029, 5, 31), "Corpus Christi", ACT_1951),
    RestDay(date(2029, 8, 15), "Assumption Day", ACT_1951),
    RestDay(date(2029, 11, 1), "All Saints' Day", ACT_1951),
    RestDay(date(2029, 11, 11), "National Independence Day", ACT_1951),
    RestDay(date(2029, 12, 24), "Christmas Eve", ACT_2024),
    RestDay(date(2029, 12, 25), "Christmas Day", ACT_1951),
    RestDay(date(2029, 12, 26), "Second Day of Christmas", ACT_1951),
    # 2030
    RestDay(date(2030, 1, 1), "New Year's Day", ACT_1951),
    RestDay(date(2030, 1, 6), "Epiphany", ACT_1951),
    RestDay(date(2030, 4, 21), "Easter Sunday", ACT_1951),
    RestDay(date(2030, 4, 22), "Easter Monday", ACT_1951),
    RestDay(date(2030, 5, 1), "National Day", ACT_1951),
    RestDay(date(2030, 5, 3), "National Day of the Third of May", ACT_1951),
    RestDay(date(2030, 6, 9), "Pentecost", ACT_1951),
    RestDay(date(2030, 6, 20), "Corpus Christi", ACT_1951),
    RestDay(date(2030, 8, 15), "Assumption Day", ACT_1951),
    RestDay(date(2030, 11, 1), "All Saints' Day", ACT_1951),
    RestDay(date(2030, 11, 11), "National Independence Day", ACT_1951),
    RestDay(date(2030, 12, 24), "Christmas Eve", ACT_2024),
    RestDay(date(2030, 12, 25), "Christmas Day", ACT_1951),
    RestDay(date(2030, 12, 26), "Second Day of Christmas", ACT_1951),
)

POLAND = CountryTable("PL", DAYS, years=frozenset(range(2024, 2031)), provisional_years=frozenset(range(2028, 2031)))
