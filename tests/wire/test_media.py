"""Which version an answer comes in, and which bodies are read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgoda.wire.limits import ATTACHMENT_TYPES
from zgoda.wire.media import BETA_V1, PUBLIC_V1, attachment_acceptable, choose, parse_accept, readable, upload_type

BOTH = (PUBLIC_V1, BETA_V1)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, PUBLIC_V1),
        ("", PUBLIC_V1),
        ("*/*", PUBLIC_V1),
        ("application/*", PUBLIC_V1),
        (BETA_V1, BETA_V1),
        (BETA_V1.upper(), BETA_V1),
        (f"{PUBLIC_V1};q=0.5, {BETA_V1}", BETA_V1),
        (f"{PUBLIC_V1};q=0.5, {BETA_V1};q=0.4", PUBLIC_V1),
        (f"{PUBLIC_V1};q=0, */*", BETA_V1),
        ("application/json", None),
        ("text/*", None),
        (f"{BETA_V1};q=0", None),
        (",,;", None),
    ],
)
def test_the_version_follows_the_accept_header(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, BOTH) == chosen


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_no_header_breaks_the_choice(accept: str) -> None:
    assert choose(accept, BOTH) in (*BOTH, None)
    assert attachment_acceptable(accept) in (True, False)


def test_entries_come_by_quality_and_keep_their_order_among_equals() -> None:
    kinds = [entry.kind for entry in parse_accept("a/b;q=0.2, c/d, e/f;q=nonsense, g/h;q=0.9")]
    assert kinds == ["c/d", "e/f", "g/h", "a/b"]


@pytest.mark.parametrize(
    ("kind", "is_read"),
    [
        (BETA_V1, True),
        (f"{BETA_V1};charset=UTF-8", True),
        (PUBLIC_V1, False),
        ("application/json", False),
        (None, False),
    ],
)
def test_a_body_must_have_the_versions_type(kind: str | None, is_read: bool) -> None:
    assert readable(kind, (BETA_V1,)) is is_read


@pytest.mark.parametrize(
    ("kind", "taken"),
    [
        ("image/png", "image/png"),
        ("IMAGE/JPEG", "image/jpeg"),
        ("application/pdf;charset=UTF-8", None),
        ("image/svg+xml", None),
        (None, None),
    ],
)
def test_bytes_come_under_a_bare_allowed_type(kind: str | None, taken: str | None) -> None:
    assert upload_type(kind, ATTACHMENT_TYPES) == taken


@pytest.mark.parametrize(
    ("accept", "fits"),
    [(None, True), ("*/*", True), ("image/jpeg", True), (BETA_V1, False), (f"*/*, {PUBLIC_V1}", False)],
)
def test_attachments_are_read_without_a_vendor_type(accept: str | None, fits: bool) -> None:
    assert attachment_acceptable(accept) is fits
