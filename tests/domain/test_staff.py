"""Internal comments (P-07)."""

import pytest

from tests.domain.cases import BUYER, CONSULTANT, MODERATOR, SELLER, Case, opened, resolved, text, unresolved
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor
from zgoda.domain.events import CommentAdded
from zgoda.domain.refusals import Why


@pytest.mark.parametrize("case", [opened(), resolved(), unresolved()])
@pytest.mark.parametrize("by", [SELLER, CONSULTANT, MODERATOR])
def test_everybody_but_the_buyer_comments_in_any_status_for_the_own_side(case: Case, by: Actor) -> None:
    before = case.it
    (added,) = case.does(c.AddComment(by=by, text=text("call back")))
    assert isinstance(added, CommentAdded)
    assert added.side is by.role
    assert case.it == before


def test_a_buyer_does_not_comment_and_a_comment_has_words() -> None:
    assert opened().refuses(c.AddComment(by=BUYER, text=text())) is Why.NOT_ALLOWED
    assert opened().refuses(c.AddComment(by=SELLER, text=text(" "))) is Why.MESSAGE_EMPTY
    assert opened().refuses(c.AddComment(by=SELLER, text=text("x" * 20_001))) is Why.MESSAGE_TOO_LONG


def test_a_comment_is_no_answer() -> None:
    case = opened()
    case.does(c.AddComment(by=SELLER, text=text()))
    assert case.it.answered_at is None
