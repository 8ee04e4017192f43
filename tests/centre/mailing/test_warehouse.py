"""Letters about what the Warehouse answers, as they arrive."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.centre import stage
from tests.centre.mailing.test_arriving import part
from tests.centre.stage import DAY, OPENED, done, opened
from tests.fakes.mail.starting import MailServer
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.mailing.models import Letter
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor
from zgoda.domain.notifications import Kind
from zgoda.engine import clock
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db

LANGUAGES = ("pl", "en", "cs", "sk", "hu")
HOUR = timedelta(hours=1)
ANSWERED = "The buyer has had an answer, so no time runs."
BY = "Please answer by"
LATE = "The time to answer ended"
ENDED = "It has ended meanwhile."


@rule("S1-50")
def test_of_what_the_warehouse_answers_the_seller_hears_that_it_need_not(post_office: MailServer):
    opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_RECEIVED")
    run_pending()
    (letter,) = post_office.arrived()
    words = part(letter, "plain")
    assert "The Warehouse answers it" in words
    assert "Please answer" not in words


@rule("S1-53", "S1-66", "C-35")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forward_to_the_seller_arrives_with_its_note(language: str, post_office: MailServer):
    case = opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_RECEIVED")
    User.objects.update(language=language)
    case = done(
        case, c.ForwardToSeller(by=stage.warehouse(), note=stage.text("Ask <b>who</b> packed it.")), OPENED + DAY
    )
    done(case, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("You did.")), OPENED + DAY)
    run_pending()
    first, forwarded = sorted(post_office.arrived(), key=lambda letter: letter["In-Reply-To"] or "")
    assert Letter.objects.get(kind=Kind.FORWARDED).subject == forwarded["Subject"].strip()
    assert forwarded["In-Reply-To"] == first["Message-ID"]
    assert "Ask <b>who</b> packed it." in part(forwarded, "plain")
    assert "Ask &lt;b&gt;who&lt;/b&gt; packed it." in part(forwarded, "html")


@rule("S1-53", "S1-64", "S1-66")
@pytest.mark.parametrize(
    ("before", "after", "told", "due"),
    [
        (None, None, BY, True),
        (stage.written, None, ANSWERED, False),
        (None, 3 * DAY, LATE, True),
        (stage.written, 3 * DAY, ANSWERED, False),
    ],
    ids=["owed", "answered", "late", "answered in time"],
)
def test_a_forward_asks_for_an_answer_only_where_one_is_owed(
    before: Callable[[Actor], c.WriteMessage] | None,
    after: timedelta | None,
    told: str,
    due: bool,
    post_office: MailServer,
):
    """A forward moves no due time, and a case may come over after its answer."""
    case = opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_RECEIVED")
    if before is not None:
        case = done(case, before(stage.warehouse()), OPENED + HOUR)
    moment = OPENED + (after or 2 * HOUR)
    done(case, c.ForwardToSeller(by=stage.warehouse(), note=stage.text("Who packed it?")), moment)
    words = forwarded_at(moment, post_office)
    assert [one for one in (BY, ANSWERED, LATE, ENDED) if one in words] == [told]
    assert ("Answer by:" in words) is due


def test_a_letter_that_comes_after_the_end_asks_for_nothing(post_office: MailServer):
    case = opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_RECEIVED")
    done(case, c.ForwardToSeller(by=stage.warehouse(), note=stage.text("Who packed it?")), OPENED + HOUR)
    done(case, c.MarkResolved(by=stage.buyer()), OPENED + 2 * HOUR)
    words = forwarded_at(OPENED + 3 * HOUR, post_office)
    assert [one for one in (BY, ANSWERED, LATE, ENDED, "Answer by:") if one in words] == [ENDED]


def forwarded_at(moment: datetime, post_office: MailServer) -> str:
    with clock.at(moment):
        run_pending()
    number = Letter.objects.get(kind=Kind.FORWARDED).pk.hex
    return next(part(one, "plain") for one in post_office.arrived() if number in one["Message-ID"])
