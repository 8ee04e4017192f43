"""Messages are text: copied markup becomes words, and nothing that only looks like markup is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.marks import rule
from zgoda.domain.plain_text import plain, with_footer


@rule("S3-37")
@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("<p>Hello <b>Anna</b>,</p><p>it is sent.</p>", "Hello Anna,\n\nit is sent."),
        ("Ola<br>Rowery Ola", "Ola\nRowery Ola"),
        ("<style>p{}</style><div>Ola &amp; Piotr</div>", "Ola & Piotr"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("a <3 b", "a <3 b"),
        ("the <model> X", "the <model> X"),
        ("<p>the <model> X</p>", "the <model> X"),
        ("Fish & chips", "Fish & chips"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("bell\x07 and zero\x00", "bell and zero"),
        ("Zażółć gęślą jaźń 🚲", "Zażółć gęślą jaźń 🚲"),
    ],
)
def test_only_text_is_left(typed: str, sent: str) -> None:
    assert plain(typed) == sent


@rule("S3-37")
@given(st.text())
def test_text_stays_text(typed: str) -> None:
    once = plain(typed)
    assert plain(once) == once or "<" in once
    assert all(sign.isprintable() or sign in "\n\t" for sign in once)


@rule("S3-37")
def test_footer_is_text_of_the_same_message() -> None:
    assert with_footer("Hello", "Rowery Ola") == "Hello\n\nRowery Ola"
    assert with_footer("Hello", "") == "Hello"
    assert with_footer("", "Rowery Ola") == ""
    assert with_footer("Hello\n\nRowery Ola", "Rowery Ola") == "Hello\n\nRowery Ola"
