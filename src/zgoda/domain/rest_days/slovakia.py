"""Rest days of Slovakia.

Law: Act 241/1993 on state holidays and rest days. 1 September is a working day since 2024 (Act 530/2023); 17 November
since 2025; 8 May and 15 September are working days in 2026 only (Act 261/2025). 28 October and the days of remembrance
are working days. The lawmaker has changed single years at short notice, so 2028 to 2030, which are derived from the
standing act, are marked provisional until that year's calendar has been checked.
"""

from datetime import date

from zgoda.domain.rest_days.table import CountryTable, RestDay

ACT_241_1993 = "Act 241/1993"

DAYS = (
    # 2024
    RestDay(date(2024, 1, 1), "Day of the Establishment of the Slovak Republic", ACT_241_1993),
    RestDay(date(2024, 1, 6), "Epiphany (Three Kings' Day and Orthodox Christmas)", ACT_241_1993),
    RestDay(date(2024, 3, 29), "Good Friday", ACT_241_1993),
    RestDay(date(2024, 4, 1), "Easter Monday", ACT_241_1993),
    RestDay(date(2024, 5, 1), "Labor Day", ACT_241_1993),
    RestDay(date(2024, 5, 8), "Day of Victory over Fascism", ACT_241_1993),
    RestDay(date(2024, 7, 5), "Saints Cyril and Methodius Day", ACT_241_1993),
    RestDay(date(2024, 8, 29), "Slovak National Uprising Anniversary", ACT_241_1993),
    RestDay(date(2024, 9, 15), "Day of Our Lady of the Seven Sorrows", ACT_241_1993),
    RestDay(date(2024, 11, 1), "All Saints' Day", ACT_241_1993),
    RestDay(date(2024, 11, 17), "Struggle for Freedom and Democracy Day", ACT_241_1993),
    RestDay(date(2024, 12, 24), "Christmas Eve", ACT_241_1993),
    RestDay(date(2024, 12, 25), "Christmas Day", ACT_241_1993),
    RestDay(date(2024, 12, 26), "Second Day of Christmas", ACT_241_1993),
    # 2025
    RestDay(date(2025, 1, 1), "Day of the Establishment of the Slovak Republic", ACT_241_1993),
    RestDay(date(2025, 1, 6), "Epiphany (Three Kings' Day and Orthodox Christmas)", ACT_241_1993),
    RestDay(date(2025, 4, 18), "Good Friday", ACT_241_1993),
    RestDay(date(2025, 4, 21), "Easter Monday", ACT_241_1993),
    RestDay(date(2025, 5, 1), "Labor Day", ACT_241_1993),
    RestDay(date(2025, 5, 8), "Day of Victory over Fascism", ACT_241_1993),
    RestDay(date(2025, 7, 5), "Saints Cyril and Methodius Day", ACT_241_1993),
    RestDay(date(2025, 8, 29), "Slovak National Uprising Anniversary", ACT_241_1993),
    RestDay(date(2025, 9, 15), "Day of Our Lady of the Seven Sorrows", ACT_241_1993),
    RestDay(date(2025, 11, 1), "All Saints' Day", ACT_241_1993),
    RestDay(date(2025, 12, 24), "Christmas Eve", ACT_241_1993),
    RestDay(date(2025, 12, 25), "Christmas Day", ACT_241_1993),
    RestDay(date(2025, 12, 26), "Second Day of Christmas", ACT_241_1993),
    # 2026
    RestDay(date(2026, 1, 1), "Day of the Establishment of the Slovak Republic", ACT_241_1993),
    RestDay(date(2026, 1, 6), "Epiphany (Three Kings' Day and Orthodox Christmas)", ACT_241_1993),
    RestDay(date(2026, 4, 3), "Good Friday", ACT_241_1993),
    RestDay(date(2026, 4, 6), "Easter Monday", ACT_241_1993),
    RestDay(date(2026, 5, 1), "Labor Day", ACT_241_1993),
    RestDay(date(2026, 7, 5), "Saints Cyril and Methodius Day", ACT_241_1993),
    RestDay(date(2026, 8, 29), "Slovak National Uprising Anniversary", ACT_241_1993),
    RestDay(date(2026, 11, 1), "All Saints' Day", ACT_241_1993),
    RestDay(date(2026, 12, 24), "Christmas Eve", ACT_241_1993),
    RestDay(date(2026, 12, 25), "Christmas Day", ACT_241_1993),
    RestDay(date(2026, 12, 26), "Second Day of Christmas", ACT_241_1993),
    # 2027
    RestDay(date(2027, 1, 1), "Day of the Establishment of the Slovak Republic", ACT_241_1993),
    RestDay(date(2027, 1, 6), "Epiphany (Three Kings' Day and Orthodox Christmas)", ACT_241_1993),
    RestDay(date(2027, 3, 26), "Good Friday", ACT_241_1993),
    RestDay(date(2027, 3, 29), "Easter Monday", ACT_241_1993),
    RestDay(date(2027, 5, 1), "Labor Day", ACT_241_1993),
    RestDay(date(2027, 5, 8), "Day of Victory over Fascism", ACT_241_1993),
    RestDay(date(2027, 7, 5), "Saints Cyril and Methodius Day", ACT_241_1993),
    RestDay(date(2027, 8, 29), "Slovak National Uprising Anniversary", ACT_241_1993),
    RestDay(date(2027, 9, 15), "Day of Our Lady of the Seven Sorrows", ACT_241_1993),
    RestDay(date(2027, 11, 1), "All Saints' Day", ACT_241_1993),
    RestDay(date(2027, 12, 24), "Christmas Eve", ACT_241_1993),
    RestDay(date(2027, 12, 25), "Christmas Day", ACT_241_1993),
    RestDay(date(2027, 12, 26), "Second Day of Christmas", ACT_241_1993),
    # 2028
    RestDay(date(2028, 1, 1), "Day of the Establishment of the Slovak Republic", ACT_241_1993),
    RestDay(date(2028, 1, 6), "Epiphany (Three Kings' Day and Orthodox Christmas)", ACT_241_1993),
    RestDay(date(2028, 4, 14), "Good Friday", ACT_241_1993),
    RestDay(date(2028, 4, 17), "Easter Monday", ACT_241_1993),
    RestDay(date(2028, 5, 1), "Labor Day", ACT_241_1993),
    RestDay(date(2028, 5, 8), "Day of Victory over Fascism", ACT_241_1993),
    RestDay(date(2028, 7, 5), "Saints Cyril and Methodius Day", ACT_241_1993),
    RestDay(date(2028, 8, 29), "Slovak National Uprising Anniversary", ACT_241_1993),
    RestDay(date(2028, 9, 15), "Day of Our Lady of the Seven Sorrows", ACT_241_1993),
    RestDay(date(2028, 11, 1), "All Saints' Day", ACT_241_1993),
    RestDay(date(2028, 12, 24), "Christmas Eve", ACT_241_1993),
    RestDay(date(2028, 12, 25), "Christmas Day", ACT_241_1993),
    RestDay(date(2028, 12, 26), "Second Day of Christmas", ACT_241_1993),
    # 2029
    RestDay(date(2029, 1, 1), "Day of the Establishment of the Slovak Republic", ACT_241_1993),
    RestDay(date(2029, 1, 6), "Epiphany (Three Kings' Day and Orthodox Christmas)", ACT_241_1993),
    RestDay(date(2029, 3, 30), "Good Friday", ACT_241_1993),
    RestDay(date(2029, 4, 2), "Easter Monday", ACT_241_1993),
    RestDay(date(2029, 5, 1), "Labor Day", ACT_241_1993),
    RestDay(date(2029, 5, 8), "Day of Victory over Fascism", ACT_241_1993),
    RestDay(date(2029, 7, 5), "Saints Cyril and Methodius Day", ACT_241_1993),
    RestDay(date(2029, 8, 29), "Slovak National Uprising Anniversary", ACT_241_1993),
    RestDay(date(2029, 9, 15), "Day of Our Lady of the Seven Sorrows", ACT_241_1993),
    RestDay(date(2029, 11, 1), "All Saints' Day", ACT_241_1993),
    RestDay(date(2029, 12, 24), "Christmas Eve", ACT_241_1993),
    RestDay(date(2029, 12, 25), "Christmas Day", ACT_241_1993),
    RestDay(date(2029, 12, 26), "Second Day of Christmas", ACT_241_1993),
    # 2030
    RestDay(date(2030, 1, 1), "Day of the Establishment of the Slovak Republic", ACT_241_1993),
    RestDay(date(2030, 1, 6), "Epiphany (Three Kings' Day and Orthodox Christmas)", ACT_241_1993),
    RestDay(date(2030, 4, 19), "Good Friday", ACT_241_1993),
    RestDay(date(2030, 4, 22), "Easter Monday", ACT_241_1993),
    RestDay(date(2030, 5, 1), "Labor Day", ACT_241_1993),
    RestDay(date(2030, 5, 8), "Day of Victory over Fascism", ACT_241_1993),
    RestDay(date(2030, 7, 5), "Saints Cyril and Methodius Day", ACT_241_1993),
    RestDay(date(2030, 8, 29), "Slovak National Uprising Anniversary", ACT_241_1993),
    RestDay(date(2030, 9, 15), "Day of Our Lady of the Seven Sorrows", ACT_241_1993),
    RestDay(date(2030, 11, 1), "All Saints' Day", ACT_241_1993),
    RestDay(date(2030, 12, 24), "Christmas Eve", ACT_241_1993),
    RestDay(date(2030, 12, 25), "Christmas Day", ACT_241_1993),
    RestDay(date(2030, 12, 26), "Second Day of Christmas", ACT_241_1993),
)

SLOVAKIA = CountryTable("SK", DAYS, years=frozenset(range(2024, 2031)), provisional_years=frozenset(range(2028, 2031)))
