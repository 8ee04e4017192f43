"""Rest days of Czechia.

Law: Act 245/2000 on public holidays, as amended (Good Friday since 2016). The act stands without a yearly decree;
2028 to 2030 are derived from it and marked provisional until that year's calendar has been checked.
"""

from datetime import date

from zgoda.domain.rest_days.table import CountryTable, RestDay

ACT_245_2000 = "Act 245/2000"

DAYS = (
    # 2024
    RestDay(date(2024, 1, 1), "New Year's Day", ACT_245_2000),
    RestDay(date(2024, 3, 29), "Good Friday", ACT_245_2000),
    RestDay(date(2024, 4, 1), "Easter Monday", ACT_245_2000),
    RestDay(date(2024, 5, 1), "Labor Day", ACT_245_2000),
    RestDay(date(2024, 5, 8), "Victory Day", ACT_245_2000),
    RestDay(date(2024, 7, 5), "Saints Cyril and Methodius Day", ACT_245_2000),
    RestDay(date(2024, 7, 6), "Jan Hus Day", ACT_245_2000),
    RestDay(date(2024, 9, 28), "Statehood Day", ACT_245_2000),
    RestDay(date(2024, 10, 28), "Independent Czechoslovak State Day", ACT_245_2000),
    RestDay(date(2024, 11, 17), "Struggle for Freedom and Democracy Day and International Students' Day", ACT_245_2000),
    RestDay(date(2024, 12, 24), "Christmas Eve", ACT_245_2000),
    RestDay(date(2024, 12, 25), "Christmas Day", ACT_245_2000),
    RestDay(date(2024, 12, 26), "Second Day of Christmas", ACT_245_2000),
    # 2025
    RestDay(date(2025, 1, 1), "New Year's Day", ACT_245_2000),
    RestDay(date(2025, 4, 18), "Good Friday", ACT_245_2000),
    RestDay(date(2025, 4, 21), "Easter Monday", ACT_245_2000),
    RestDay(date(2025, 5, 1), "Labor Day", ACT_245_2000),
    RestDay(date(2025, 5, 8), "Victory Day", ACT_245_2000),
    RestDay(date(2025, 7, 5), "Saints Cyril and Methodius Day", ACT_245_2000),
    RestDay(date(2025, 7, 6), "Jan Hus Day", ACT_245_2000),
    RestDay(date(2025, 9, 28), "Statehood Day", ACT_245_2000),
    RestDay(date(2025, 10, 28), "Independent Czechoslovak State Day", ACT_245_2000),
    RestDay(date(2025, 11, 17), "Struggle for Freedom and Democracy Day and International Students' Day", ACT_245_2000),
    RestDay(date(2025, 12, 24), "Christmas Eve", ACT_245_2000),
    RestDay(date(2025, 12, 25), "Christmas Day", ACT_245_2000),
    RestDay(date(2025, 12, 26), "Second Day of Christmas", ACT_245_2000),
    # 2026
    RestDay(date(2026, 1, 1), "New Year's Day", ACT_245_2000),
    RestDay(date(2026, 4, 3), "Good Friday", ACT_245_2000),
    RestDay(date(2026, 4, 6), "Easter Monday", ACT_245_2000),
    RestDay(date(2026, 5, 1), "Labor Day", ACT_245_2000),
    RestDay(date(2026, 5, 8), "Victory Day", ACT_245_2000),
    RestDay(date(2026, 7, 5), "Saints Cyril and Methodius Day", ACT_245_2000),
    RestDay(date(2026, 7, 6), "Jan Hus Day", ACT_245_2000),
    RestDay(date(2026, 9, 28), "Statehood Day", ACT_245_2000),
    RestDay(date(2026, 10, 28), "Independent Czechoslovak State Day", ACT_245_2000),
    RestDay(date(2026, 11, 17), "Struggle for Freedom and Democracy Day and International Students' Day", ACT_245_2000),
    RestDay(date(2026, 12, 24), "Christmas Eve", ACT_245_2000),
    RestDay(date(2026, 12, 25), "Christmas Day", ACT_245_2000),
    RestDay(date(2026, 12, 26), "Second Day of Christmas", ACT_245_2000),
    # 2027
    RestDay(date(2027, 1, 1), "New Year's Day", ACT_245_2000),
    RestDay(date(2027, 3, 26), "Good Friday", ACT_245_2000),
    RestDay(date(2027, 3, 29), "Easter Monday", ACT_245_2000),
    RestDay(date(2027, 5, 1), "Labor Day", ACT_245_2000),
    RestDay(date(2027, 5, 8), "Victory Day", ACT_245_2000),
    RestDay(date(2027, 7, 5), "Saints Cyril and Methodius Day", ACT_245_2000),
    RestDay(date(2027, 7, 6), "Jan Hus Day", ACT_245_2000),
    RestDay(date(2027, 9, 28), "Statehood Day", ACT_245_2000),
    RestDay(date(2027, 10, 28), "Independent Czechoslovak State Day", ACT_245_2000),
    RestDay(date(2027, 11, 17), "Struggle for Freedom and Democracy Day and International Students' Day", ACT_245_2000),
    RestDay(date(2027, 12, 24), "Christmas Eve", ACT_245_2000),
    RestDay(date(2027, 12, 25), "Christmas Day", ACT_245_2000),
    RestDay(date(2027, 12, 26), "Second Day of Christmas", ACT_245_2000),
    # 2028
    RestDay(date(2028, 1, 1), "New Year's Day", ACT_245_2000),
    RestDay(date(2028, 4, 14), "Good Friday", ACT_245_2000),
    RestDay(date(2028, 4, 17), "Easter Monday", ACT_245_2000),
    RestDay(date(2028, 5, 1), "Labor Day", ACT_245_2000),
    RestDay(date(2028, 5, 8), "Victory Day", ACT_245_2000),
    RestDay(date(2028, 7, 5), "Saints Cyril and Methodius Day", ACT_245_2000),
    RestDay(date(2028, 7, 6), "Jan Hus Day", ACT_245_2000),
    RestDay(date(2028, 9, 28), "Statehood Day", ACT_245_2000),
    RestDay(date(2028, 10, 28), "Independent Czechoslovak State Day", ACT_245_2000),
    RestDay(date(2028, 11, 17), "Struggle for Freedom and Democracy Day and International Students' Day", ACT_245_2000),
    RestDay(date(2028, 12, 24), "Christmas Eve", ACT_245_2000),
    RestDay(date(2028, 12, 25), "Christmas Day", ACT_245_2000),
    RestDay(date(2028, 12, 26), "Second Day of Christmas", ACT_245_2000),
    # 2029
    RestDay(date(2029, 1, 1), "New Year's Day", ACT_245_2000),
    RestDay(date(2029, 3, 30), "Good Friday", ACT_245_2000),
    RestDay(date(2029, 4, 2), "Easter Monday", ACT_245_2000),
    RestDay(date(2029, 5, 1), "Labor Day", ACT_245_2000),
    RestDay(date(2029, 5, 8), "Victory Day", ACT_245_2000),
    RestDay(date(2029, 7, 5), "Saints Cyril and Methodius Day", ACT_245_2000),
    RestDay(date(2029, 7, 6), "Jan Hus Day", ACT_245_2000),
    RestDay(date(2029, 9, 28), "Statehood Day", ACT_245_2000),
    RestDay(date(2029, 10, 28), "Independent Czechoslovak State Day", ACT_245_2000),
    RestDay(date(2029, 11, 17), "Struggle for Freedom and Democracy Day and International Students' Day", ACT_245_2000),
    RestDay(date(2029, 12, 24), "Christmas Eve", ACT_245_2000),
    RestDay(date(2029, 12, 25), "Christmas Day", ACT_245_2000),
    RestDay(date(2029, 12, 26), "Second Day of Christmas", ACT_245_2000),
    # 2030
    RestDay(date(2030, 1, 1), "New Year's Day", ACT_245_2000),
    RestDay(date(2030, 4, 19), "Good Friday", ACT_245_2000),
    RestDay(date(2030, 4, 22), "Easter Monday", ACT_245_2000),
    RestDay(date(2030, 5, 1), "Labor Day", ACT_245_2000),
    RestDay(date(2030, 5, 8), "Victory Day", ACT_245_2000),
    RestDay(date(2030, 7, 5), "Saints Cyril and Methodius Day", ACT_245_2000),
    RestDay(date(2030, 7, 6), "Jan Hus Day", ACT_245_2000),
    RestDay(date(2030, 9, 28), "Statehood Day", ACT_245_2000),
    RestDay(date(2030, 10, 28), "Independent Czechoslovak State Day", ACT_245_2000),
    RestDay(date(2030, 11, 17), "Struggle for Freedom and Democracy Day and International Students' Day", ACT_245_2000),
    RestDay(date(2030, 12, 24), "Christmas Eve", ACT_245_2000),
    RestDay(date(2030, 12, 25), "Christmas Day", ACT_245_2000),
    RestDay(date(2030, 12, 26), "Second Day of Christmas", ACT_245_2000),
)

CZECHIA = CountryTable("CZ", DAYS, years=frozenset(range(2024, 2031)), provisional_years=frozenset(range(2028, 2031)))
