"""Polish sentences as buyers and sellers write them; a message is a few of them, about 258 characters."""

import random

LENGTH = 258
_BUYER = (
    "Dzień dobry, paczka miała być we wtorek, a do dziś nikt się nie odezwał.",
    "Kubek przyszedł pęknięty, mimo że karton z zewnątrz wygląda na nietknięty.",
    "Zamówiłam rozmiar 39, a w pudełku są dwa lewe buty w rozmiarze 41.",
    "Proszę o zwrot części ceny albo o wysłanie brakującego elementu jeszcze w tym tygodniu.",
    "Wysłałem zdjęcia w załączniku, widać na nich uszkodzony zawias i rysę na ramie.",
    "Śledzenie od czterech dni pokazuje tylko, że przesyłka została zarejestrowana.",
    "Kurier twierdzi, że paczkę odebrał sąsiad, ale sąsiada od miesiąca nie ma w domu.",
    "Czy mogę zamiast wymiany dostać przelew? Prezent był na sobotę i już go nie potrzebuję.",
    "Ładowarka grzeje się po kilku minutach i pachnie spalenizną, boję się jej używać.",
    "Na aukcji była żółta, przyszła szara; nie o to mi chodziło.",
)
_SELLER = (
    "Dzień dobry, bardzo przepraszamy za kłopot, już sprawdzamy to w magazynie.",
    "Przesyłka została nadana wczoraj po południu, numer podamy, gdy tylko go otrzymamy.",
    "Proponujemy zwrot trzydziestu złotych, towar zostaje u Pani; czy to odpowiada?",
    "Wymienimy produkt na nowy i przyślemy kuriera po stary, bez żadnych kosztów po Pana stronie.",
    "Prosimy o zdjęcie tabliczki znamionowej i numeru seryjnego, wtedy od razu zgłosimy sprawę producentowi.",
    "Zwrot pieniędzy zleciliśmy przed chwilą, na koncie będzie w ciągu dwóch dni roboczych.",
    "Dziękujemy za cierpliwość, brakująca część wyjdzie od nas jutro rano.",
    "Jeżeli wszystko już w porządku, prosimy oznaczyć Dyskusję jako rozwiązaną.",
)
_FIRST = ("anna", "marek", "kasia", "tomek", "ola", "piotr", "zosia", "pawel", "ewa", "jan", "magda", "krzys")
_SECOND = ("kowal", "nowak", "z_gdyni", "wisnia", "zielona", "lis", "dab", "krol", "maj", "rowerzysta", "wrona")


def pool(rng: random.Random, size: int = 2000) -> tuple[list[str], list[str]]:
    """Texts of buyers and of sellers, to be drawn from."""
    return [_text(rng, _BUYER) for _ in range(size)], [_text(rng, _SELLER) for _ in range(size)]


def login(number: int) -> str:
    """The login of a buyer; each number has its own."""
    first, second = _FIRST[number % len(_FIRST)], _SECOND[number // len(_FIRST) % len(_SECOND)]
    return f"{first}_{second}{number}"


def _text(rng: random.Random, sentences: tuple[str, ...]) -> str:
    wanted = rng.randint(LENGTH // 2, LENGTH * 3 // 2) - 30
    text = rng.choice(sentences)
    while len(text) < wanted:
        text += " " + rng.choice(sentences)
    return text
