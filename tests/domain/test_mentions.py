"""Who is named in an internal comment."""

import pytest

from zgoda.domain.mentions import named

LOGINS = {"ola", "ola.nowak", "Jan", "magazyn-2", "ewa@sklep.pl"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@ola zobacz", {"ola"}),
        ("Zobacz, @ola.", {"ola"}),
        ("(@ola, @JAN)", {"ola", "Jan"}),
        ("@ola.nowak.", {"ola.nowak"}),
        ("@magazyn-2-", {"magazyn-2"}),
        ("@ewa@sklep.pl", {"ewa@sklep.pl"}),
        ("@olaf @ola_ @ola.nowa", set()),
        ("pisz na x@ola", set()),
        ("@@ola", set()),
        ("ola jan", set()),
        ("@", set()),
    ],
)
def test_a_login_behind_an_at_sign_names_its_member(text: str, who: set[str]) -> None:
    assert named(text, LOGINS) == who
