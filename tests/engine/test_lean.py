"""What stands in for Django's own functions gives what they give."""

from collections import Counter

from django.middleware import csrf
from django.utils import translation
from django.utils.safestring import SafeString

from zgoda.engine import lean


def test_words_are_those_of_the_active_language() -> None:
    said = []
    for language in ("pl", "en", "pl"):
        with translation.override(language):
            said.append(translation.gettext("Open"))
    assert said[0] == said[2] != said[1] == "Open"


def test_a_safe_text_stays_safe_and_a_plain_one_plain() -> None:
    with translation.override("pl"):
        assert isinstance(translation.gettext(SafeString("Open")), SafeString)
        assert not isinstance(translation.gettext("Open"), SafeString)


def test_a_token_made_here_is_one_that_django_takes_and_no_two_are_the_same() -> None:
    secret = lean.csrf_string()
    tokens = {csrf._mask_cipher_secret(secret) for _ in range(50)}  # type: ignore[attr-defined]
    assert len(tokens) == 50
    assert {csrf._unmask_cipher_token(token) for token in tokens} == {secret}  # type: ignore[attr-defined]
    assert csrf._get_new_csrf_string is lean.csrf_string  # type: ignore[attr-defined]


def test_every_character_of_a_token_is_as_likely_as_any_other() -> None:
    """62 characters, 64,000 draws: about 1,032 each, and 870 or 1,200 is five standard deviations away."""
    drawn = Counter("".join(lean.csrf_string() for _ in range(2000)))
    assert set(drawn) == set(csrf.CSRF_ALLOWED_CHARS)
    assert min(drawn.values()) > 870
    assert max(drawn.values()) < 1200
