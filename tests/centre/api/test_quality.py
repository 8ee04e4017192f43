"""Sales quality over the API: Allegro's own answer, and ours with the figures and cases behind it (P-42, B12-05)."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from tests.centre import stage
from tests.centre.api.conftest import PUBLIC, ZGODA, Program, at, token_for
from tests.centre.stage import DAY, OPENED
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.handle import fire_due
from zgoda.centre.quality import keeping
from zgoda.centre.quality.models import NOBODY, Counted
from zgoda.centre.store.models import Case
from zgoda.domain.actors import Role
from zgoda.domain.quality.figures import Fact

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SCOPE = "allegro:api:profile:read"
LATER = OPENED + 3 * DAY


@pytest.fixture
def own(seller: User) -> Program:
    return Program(token_for(seller, SCOPE), accept=ZGODA)


@pytest.fixture
def _figures() -> None:
    """Two answered in one and two hours, one late and unanswered; a day on, one more runs."""
    for hours in (1, 2):
        stage.done(stage.opened(), stage.written(stage.seller()), OPENED + hours * HOUR)
    stage.opened()
    stage.opened(LATER)
    for case_id in Case.objects.values_list("pk", flat=True):
        fire_due(case_id, now=LATER)
    keeping.sweep(LATER)


def get(program: Program, path: str, accept: str = ZGODA) -> dict:
    with at(LATER):
        return program.get(path, accept, Accept_Language="pl-PL").json()


@rule("S1-62")
@pytest.mark.usefixtures("_figures")
def test_sale_quality_is_allegros_shape_with_names_in_the_asked_language(own: Program) -> None:
    """Two of three in time: 0 of 20 points; (1 h + 2 h + 62 h) / 3 = 21:40 on average: 3 of 30; none unresolved: 10."""
    newest = get(own, "/sale/quality", PUBLIC)["quality"][0]
    assert (newest["resultFor"], newest["score"], newest["maxScore"], newest["grade"]) == (
        "2026-03-06",
        13,
        60,
        "UNACCEPTABLE",
    )
    assert newest["metrics"][0] == {
        "code": "TIMELY_RESPONSES_IN_DISCUSSIONS",
        "name": "Terminowe odpowiedzi w Dyskusjach",
        "score": 0,
        "maxScore": 20,
    }


def test_a_seller_without_data_has_no_days(own: Program) -> None:
    assert get(own, "/sale/quality", PUBLIC) == {"quality": []}
    told = get(own, "/zgoda/v1/quality")
    assert (told["day"], told["columns"], told["days"], told["running"]) == (None, None, [], [])


@rule("S1-32", "S1-33")
@pytest.mark.usefixtures("_figures")
def test_the_three_columns_the_days_and_what_runs(own: Program) -> None:
    Counted.objects.filter(seconds=7_200).update(party=Role.WAREHOUSE.value)
    with transaction.atomic():
        keeping.refresh(stage.seller().id or 0, {(Fact.DISCUSSION_ANSWERS, date(2026, 3, 3))}, LATER)
    told = get(own, "/zgoda/v1/quality")
    assert (told["day"], told["from"], told["to"]) == ("2026-03-06", "2026-02-04", "2026-03-05")
    columns = told["columns"]
    assert columns["own"]["discussions"] == {"ended": 2, "inTime": 1, "seconds": 3_600 + 62 * 3_600}
    assert columns["warehouse"]["discussions"] == {"ended": 1, "inTime": 1, "seconds": 7_200}
    assert columns["together"]["discussions"] == {"ended": 3, "inTime": 2, "seconds": 65 * 3_600}
    assert sum(one["count"] for one in told["days"] if one["fact"] == "OPENED") == 4
    assert [(one["kind"], one["party"], one["dueAt"]) for one in told["running"]] == [
        ("DISCUSSION", "SELLER", "2026-03-09T09:00:00.000Z")
    ]


@pytest.mark.usefixtures("_figures")
def test_the_cases_behind_a_number_page_by_page(own: Program) -> None:
    path = "/zgoda/v1/quality/cases?fact=DISCUSSION_ANSWERS"
    seen, token = [], ""
    for _page in range(9):
        told = get(own, f"{path}&limit=1{token}")
        seen += told["cases"]
        if told["nextPage"] is None:
            break
        token = f"&page.id={told['nextPage']['id']}"
    assert [(one["on"], one["inTime"], one["seconds"], one["waiting"]) for one in seen] == [
        ("2026-03-04", False, (24 + 14) * 3_600, True),
        ("2026-03-03", True, 7_200, False),
        ("2026-03-03", True, 3_600, False),
    ]
    assert len({one["subject"] for one in seen}) == 3
    late = get(own, f"{path}&late=true")["cases"]
    assert late == seen[:1]
    assert get(own, f"{path}&column=WAREHOUSE")["cases"] == []
    opened = get(own, "/zgoda/v1/quality/cases?fact=OPENED")["cases"]
    assert [(one["on"], one["inTime"], one["seconds"]) for one in opened] == [("2026-03-03", None, None)] * 3


@pytest.mark.parametrize("query", ["", "?fact=LUCK", "?fact=OPENED&column=ALL", "?fact=OPENED&late=maybe"])
def test_a_wrong_question_is_422(own: Program, query: str) -> None:
    assert own.get(f"/zgoda/v1/quality/cases{query}").status_code == 422


@pytest.mark.parametrize("token", ["x", "MjAyNi0wMy0wNA==", "MjAyNi0wMy0wNApub25l"])
def test_a_page_that_nobody_gave_is_422(own: Program, token: str) -> None:
    assert own.get(f"/zgoda/v1/quality/cases?fact=OPENED&page.id={token}").status_code == 422


@rule("S1-56")
@pytest.mark.usefixtures("_figures")
def test_nothing_of_a_hidden_case_nor_of_another_seller_is_told(own: Program) -> None:
    """Hidden rows are nobody's; another seller's program reads its own, which is empty."""
    hidden = [str(row) for row in Counted.objects.values_list("subject", flat=True)]
    Counted.objects.update(account=NOBODY)
    other = Program(token_for(stage.account("other-seller", Role.SELLER), SCOPE), accept=ZGODA)
    for program in (own, other):
        for path in (
            "/zgoda/v1/quality",
            *(f"/zgoda/v1/quality/cases?fact={fact}" for fact in ("OPENED", "UNRESOLVED")),
        ):
            with at(LATER):
                told = program.get(path).content.decode()
            assert not any(subject in told for subject in hidden)
