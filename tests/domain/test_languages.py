"""The language of a buyer's words, or none where they do not tell."""

import pytest

from zgoda.domain.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dzień dobry, paczka nie dotarła, proszę o zwrot pieniędzy.", "pl"),
        ("Dzien dobry, kiedy bedzie paczka? Prosze o zwrot", "pl"),
        ("Dobrý den, zásilka ještě nedorazila. Kdy ji mohu čekat?", "cs"),
        ("Dobrý deň, tovar ešte nedorazil, prosím o vrátenie peňazí.", "sk"),
        ("Jó napot, a csomag még nem érkezett meg, kérem a pénzt.", "hu"),
        ("Hello, I have not received my parcel and want a refund.", "en"),
        ("Guten Tag, das Paket ist noch nicht da.", "de"),
        ("Добрий день, посилка ще не прийшла, поверніть гроші.", "uk"),
        ("", ""),
        ("ok", ""),
        ("123456", ""),
    ],
)
def test_small_words_and_letters_tell(text: str, language: str) -> None:
    assert language_of(text) == language
