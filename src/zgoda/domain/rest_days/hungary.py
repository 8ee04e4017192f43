"""Rest days of Hungary.

Law: section 102 of Act I of 2012 (Labour Code) names the public holidays; 24 December joined them from 2026 (Act
LXXII of 2026). A decree transfers rest days year by year: 15/2023 for 2024, 11/2024 (V. 30.) NGM for 2025, 10/2025 NGM
for 2026. The Saturdays worked in exchange stay outside the 24 hours, because Saturdays are (C-25). No decree is known
for 2027 and later, so those years are provisional.
"""

from datetime import date

from zgoda.domain.rest_days.table import CountryTable, RestDay

LABOUR_CODE = "Act I of 2012, section 102"
ACT_2026 = "Act LXXII of 2026"
DECREE_2024 = "Decree 15/2023"
DECREE_2025 = "Decree 11/2024 NGM"
DECREE_2026 = "Decree 10/2025 NGM"

DAYS = (
    # 2024
    RestDay(date(2024, 1, 1), "New Year's Day", LABOUR_CODE),
    RestDay(date(2024, 3, 15), "National Day", LABOUR_CODE),
    RestDay(date(2024, 3, 29), "Good Friday", LABOUR_CODE),
    RestDay(date(2024, 3, 31), "Easter", LABOUR_CODE),
    RestDay(date(2024, 4, 1), "Easter Monday", LABOUR_CODE),
    RestDay(date(2024, 5, 1), "Labor Day", LABOUR_CODE),
    RestDay(date(2024, 5, 19), "Pentecost", LABOUR_CODE),
    RestDay(date(2024, 5, 20), "Pentecost Monday", LABOUR_CODE),
    RestDay(date(2024, 8, 19), "Rest day for the worked Saturday 3 August 2024", DECREE_2024, transferred=True),
    RestDay(date(2024, 8, 20), "State Foundation Day", LABOUR_CODE),
    RestDay(date(2024, 10, 23), "National Day", LABOUR_CODE),
    RestDay(date(2024, 11, 1), "All Saints' Day", LABOUR_CODE),
    RestDay(date(2024, 12, 24), "Rest day for the worked Saturday 7 December 2024", DECREE_2024, transferred=True),
    RestDay(date(2024, 12, 25), "Christmas Day", LABOUR_CODE),
    RestDay(date(2024, 12, 26), "Second Day of Christmas", LABOUR_CODE),
    RestDay(date(2024, 12, 27), "Rest day for the worked Saturday 14 December 2024", DECREE_2024, transferred=True),
    # 2025
    RestDay(date(2025, 1, 1), "New Year's Day", LABOUR_CODE),
    RestDay(date(2025, 3, 15), "National Day", LABOUR_CODE),
    RestDay(date(2025, 4, 18), "Good Friday", LABOUR_CODE),
    RestDay(date(2025, 4, 20), "Easter", LABOUR_CODE),
    RestDay(date(2025, 4, 21), "Easter Monday", LABOUR_CODE),
    RestDay(date(2025, 5, 1), "Labor Day", LABOUR_CODE),
    RestDay(date(2025, 5, 2), "Rest day for the worked Saturday 17 May 2025", DECREE_2025, transferred=True),
    RestDay(date(2025, 6, 8), "Pentecost", LABOUR_CODE),
    RestDay(date(2025, 6, 9), "Pentecost Monday", LABOUR_CODE),
    RestDay(date(2025, 8, 20), "State Foundation Day", LABOUR_CODE),
    RestDay(date(2025, 10, 23), "National Day", LABOUR_CODE),
    RestDay(date(2025, 10, 24), "Rest day for the worked Saturday 18 October 2025", DECREE_2025, transferred=True),
    RestDay(date(2025, 11, 1), "All Saints' Day", LABOUR_CODE),
    RestDay(date(2025, 12, 24), "Rest day for the worked Saturday 13 December 2025", DECREE_2025, transferred=True),
    RestDay(date(2025, 12, 25), "Christmas Day", LABOUR_CODE),
    RestDay(date(2025, 12, 26), "Second Day of Christmas", LABOUR_CODE),
    # 2026
    RestDay(date(2026, 1, 1), "New Year's Day", LABOUR_CODE),
    RestDay(date(2026, 1, 2), "Rest day for the worked Saturday 10 January 2026", DECREE_2026, transferred=True),
    RestDay(date(2026, 3, 15), "National Day", LABOUR_CODE),
    RestDay(date(2026, 4, 3), "Good Friday", LABOUR_CODE),
    RestDay(date(2026, 4, 5), "Easter", LABOUR_CODE),
    RestDay(date(2026, 4, 6), "Easter Monday", LABOUR_CODE),
    RestDay(date(2026, 5, 1), "Labor Day", LABOUR_CODE),
    RestDay(date(2026, 5, 24), "Pentecost", LABOUR_CODE),
    RestDay(date(2026, 5, 25), "Pentecost Monday", LABOUR_CODE),
    RestDay(date(2026, 8, 20), "State Foundation Day", LABOUR_CODE),
    RestDay(date(2026, 8, 21), "Rest day for the worked Saturday 8 August 2026", DECREE_2026, transferred=True),
    RestDay(date(2026, 10, 23), "National Day", LABOUR_CODE),
    RestDay(date(2026, 11, 1), "All Saints' Day", LABOUR_CODE),
    RestDay(date(2026, 12, 24), "Christmas Eve", ACT_2026),
    RestDay(date(2026, 12, 25), "Christmas Day", LABOUR_CODE),
    RestDay(date(2026, 12, 26), "Second Day of Christmas", LABOUR_CODE),
    # 2027
    RestDay(date(2027, 1, 1), "New Year's Day", LABOUR_CODE),
    RestDay(date(2027, 3, 15), "National Day", LABOUR_CODE),
    RestDay(date(2027, 3, 26), "Good Friday", LABOUR_CODE),
    RestDay(date(2027, 3, 28), "Easter", LABOUR_CODE),
    RestDay(date(2027, 3, 29), "Easter Monday", LABOUR_CODE),
    RestDay(date(2027, 5, 1), "Labor Day", LABOUR_CODE),
    RestDay(date(2027, 5, 16), "Pentecost", LABOUR_CODE),
    RestDay(date(2027, 5, 17), "Pentecost Monday", LABOUR_CODE),
    RestDay(date(2027, 8, 20), "State Foundation Day", LABOUR_CODE),
    RestDay(date(2027, 10, 23), "National Day", LABOUR_CODE),
    RestDay(date(2027, 11, 1), "All Saints' Day", LABOUR_CODE),
    RestDay(date(2027, 12, 24), "Christmas Eve", ACT_2026),
    RestDay(date(2027, 12, 25), "Christmas Day", LABOUR_CODE),
    RestDay(date(2027, 12, 26), "Second Day of Christmas", LABOUR_CODE),
    # 2028
    RestDay(date(2028, 1, 1), "New Year's Day", LABOUR_CODE),
    RestDay(date(2028, 3, 15), "National Day", LABOUR_CODE),
    RestDay(date(2028, 4, 14), "Good Friday", LABOUR_CODE),
    RestDay(date(2028, 4, 16), "Easter", LABOUR_CODE),
    RestDay(date(2028, 4, 17), "Easter Monday", LABOUR_CODE),
    RestDay(date(2028, 5, 1), "Labor Day", LABOUR_CODE),
    RestDay(date(2028, 6, 4), "Pentecost", LABOUR_CODE),
    RestDay(date(2028, 6, 5), "Pentecost Monday", LABOUR_CODE),
    RestDay(date(2028, 8, 20), "State Foundation Day", LABOUR_CODE),
    RestDay(date(2028, 10, 23), "National Day", LABOUR_CODE),
    RestDay(date(2028, 11, 1), "All Saints' Day", LABOUR_CODE),
    RestDay(date(2028, 12, 24), "Christmas Eve", ACT_2026),
    RestDay(date(2028, 12, 25), "Christmas Day", LABOUR_CODE),
    RestDay(date(2028, 12, 26), "Second Day of Christmas", LABOUR_CODE),
    # 2029
    RestDay(date(2029, 1, 1), "New Year's Day", LABOUR_CODE),
    RestDay(date(2029, 3, 15), "National Day", LABOUR_CODE),
    RestDay(date(2029, 3, 30), "Good Friday", LABOUR_CODE),
    RestDay(date(2029, 4, 1), "Easter", LABOUR_CODE),
    RestDay(date(2029, 4, 2), "Easter Monday", LABOUR_CODE),
    RestDay(date(2029, 5, 1), "Labor Day", LABOUR_CODE),
    RestDay(date(2029, 5, 20), "Pentecost", LABOUR_CODE),
    RestDay(date(2029, 5, 21), "Pentecost Monday", LABOUR_CODE),
    RestDay(date(2029, 8, 20), "State Foundation Day", LABOUR_CODE),
    RestDay(date(2029, 10, 23), "National Day", LABOUR_CODE),
    RestDay(date(2029, 11, 1), "All Saints' Day", LABOUR_CODE),
    RestDay(date(2029, 12, 24), "Christmas Eve", ACT_2026),
    RestDay(date(2029, 12, 25), "Christmas Day", LABOUR_CODE),
    RestDay(date(2029, 12, 26), "Second Day of Christmas", LABOUR_CODE),
    # 2030
    RestDay(date(2030, 1, 1), "New Year's Day", LABOUR_CODE),
    RestDay(date(2030, 3, 15), "National Day", LABOUR_CODE),
    RestDay(date(2030, 4, 19), "Good Friday", LABOUR_CODE),
    RestDay(date(2030, 4, 21), "Easter", LABOUR_CODE),
    RestDay(date(2030, 4, 22), "Easter Monday", LABOUR_CODE),
    RestDay(date(2030, 5, 1), "Labor Day", LABOUR_CODE),
    RestDay(date(2030, 6, 9), "Pentecost", LABOUR_CODE),
    RestDay(date(2030, 6, 10), "Pentecost Monday", LABOUR_CODE),
    RestDay(date(2030, 8, 20), "State Foundation Day", LABOUR_CODE),
    RestDay(date(2030, 10, 23), "National Day", LABOUR_CODE),
    RestDay(date(2030, 11, 1), "All Saints' Day", LABOUR_CODE),
    RestDay(date(2030, 12, 24), "Christmas Eve", ACT_2026),
    RestDay(date(2030, 12, 25), "Christmas Day", LABOUR_CODE),
    RestDay(date(2030, 12, 26), "Second Day of Christmas", LABOUR_CODE),
)

HUNGARY = CountryTable("HU", DAYS, years=frozenset(range(2024, 2031)), provisional_years=frozenset(range(2027, 2031)))
