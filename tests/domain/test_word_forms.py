"""The forms of a word meet in one stem, whatever the accents; other words do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgoda.domain.word_forms import SHORTEST, begun, folded, stem, stems


@pytest.mark.parametrize(
    "forms",
    [
        "paczka paczki paczkę paczką paczce paczek paczkom paczkami paczkach PACZKA",
        "reklamacja reklamacji reklamację reklamacją reklamacje reklamacjami",
        "uszkodzony uszkodzona uszkodzone uszkodzonego uszkodzonej uszkodzonym uszkodzonych uszkodzeni",
        "zamówienie zamówienia zamówieniu zamówieniem zamówieniami zamowienie",
        "zwrot zwrotu zwrotem zwrocie zwroty zwrotów zwrotami",
        "kubek kubka kubku kubkiem kubki kubków kubkach",
        "zwróciłem zwrócić zwróciła zwrócili zwroci",
        "faktura faktury fakturę fakturą fakturze faktur",
        "pieniądze pieniędzy pieniądzom pieniędzmi pieniądzach pieniedzy",
        "miesiąc miesiąca miesiące miesięcy miesiącami",
        "dzień dnia dniu dni dniach",
        "tydzień tygodnia tygodnie tygodni",
        "błąd błędu błędy błędów",
        "kabel kabla kable kabli",
        "zdjęcie zdjęcia zdjęć zdjęciach",
        "opłata opłaty opłacie opłatę",
        "produkt produktu produkcie produktów",
        "kurier kuriera kurierze kurierem",
        "wada wady wadzie wadą wad",
        "klient klienta kliencie klientów",
        "karta karty karcie kartę",
        "ładowarka ładowarki ładowarce ladowarke",
        "buty butów butami butach",
    ],
)
def test_forms_of_a_word_meet(forms: str) -> None:
    words = [word for word in forms.split() if word != "uszkodzeni"]
    assert len(set(stems(" ".join(words)))) == 1, stems(forms)


@pytest.mark.parametrize(("one", "other"), [("zwrot", "zamówienie"), ("paczka", "pralka"), ("kubek", "kubańczyk")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(folded(one)[0]) != stem(folded(other)[0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("paczk", "paczka"), ("paczkam", "paczkami"), ("reklamacj", "reklamacja"), ("pieniędz", "pieniądze")],
)
def test_a_word_begun_behind_its_stem_is_on_its_way_to_it(typed: str, meant: str) -> None:
    word = folded(typed)[0]
    assert stem(folded(meant)[0]) in [stem(word), *begun(word)]


def test_numbers_and_codes_stay_whole() -> None:
    assert stems("AB123/2026 6200123456789") == ["ab123", "2026", "6200123456789"]


@given(st.text())
def test_what_is_asked_is_folded_as_what_is_stored(text: str) -> None:
    for word in stems(text):
        assert word.isascii()
        assert word == word.casefold()
        assert folded(word) == [word]
    assert stems(text.upper()) == stems(text.upper().lower())


@given(st.from_regex(r"[a-z]{3,20}", fullmatch=True))
def test_a_stem_is_never_too_short(word: str) -> None:
    assert len(stem(word)) >= min(SHORTEST, len(word))
