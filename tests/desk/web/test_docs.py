"""The sellers' page of what may go wrong names every sentence that the desk says then."""

from pathlib import Path

import pytest
from django.utils import translation

from zgoda.desk.cases.refusals import Why
from zgoda.desk.documents.web import words as documents
from zgoda.desk.store.models import SendState
from zgoda.desk.web import words

PAGE = (Path(__file__).parents[3] / "docs" / "when-something-is-wrong.md").read_text(encoding="utf-8")
OF_DOCUMENTS = ("NO_PDF", "TOO_LARGE", "NO_PDF_NAME", "NUMBER_TOO_LONG", "EMPTY")
GONE_WELL = {SendState.SEEN, SendState.CANCELLED}


def _said() -> list[str]:
    with translation.override("en"):
        return [
            *(words.trouble(kind, "") for kind in (*words.TROUBLES, "Refusal")),
            *(words.refusal(why) for why in Why),
            *(str(said) for state, said in words.STATES.items() if state not in GONE_WELL),
            *(str(said) for said in (*documents.TROUBLE.values(), *documents.REFUSED.values())),
            *(documents.refused(why) for why in OF_DOCUMENTS),
        ]


@pytest.mark.parametrize("sentence", _said())
def test_what_may_go_wrong_is_explained(sentence: str) -> None:
    assert f"| {sentence} |" in PAGE
