"""Letters about what the Warehouse answers, as they arrive: in five languages, and nothing of what is hidden."""

from uuid import uuid4

import pytest

from tests.centre import stage
from tests.centre.mailing.test_arriving import part
from tests.centre.stage import DAY, OPENED, buyer, done, opened
from tests.centre.web.buyer.conftest import signed_in
from tests.centre.web.buyer.reading import page
from tests.fakes.mail.starting import MailServer
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.mailing.models import Letter
from zgoda.centre.store.models import OrderLine
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.notifications import Kind
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db

LANGUAGES = ("pl", "cs", "sk", "hu", "en")


def hidden() -> Discussion:
    """Of two sellers' combined order, through everything that other cases are mailed of."""
    ours, _theirs = stage.combined(("seller", "other-seller"))
    case = opened(line_id=ours, reason="NO_PRODUCT_RECEIVED")
    done(case, c.MarkUnresolved(by=buyer()), OPENED + 15 * DAY)
    done(case, c.MarkResolved(by=buyer()), OPENED + 16 * DAY)
    done(case, c.Reopen(by=buyer(), message_id=uuid4()), OPENED + 17 * DAY)
    return case


@rule("S1-57", "C-44")
@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_hidden_case_each_seller_gets_its_orders_number_and_nothing_else(language: str, post_office: MailServer):
    case = hidden()
    User.objects.update(language=language)
    run_pending()
    letters = {str(letter["To"]): letter for letter in post_office.arrived()}
    assert sorted(letters) == ["other-seller@example.com", "seller@example.com"]
    for line in OrderLine.objects.select_related("order__seller"):
        letter = letters.pop(f"{line.order.seller.username}@example.com")
        assert letter["Content-Language"] == language
        assert (letter["References"], letter["In-Reply-To"], letter["List-Unsubscribe"]) == (None, None, None)
        for words in (part(letter, "plain"), part(letter, "html")):
            assert str(line.order_id) in words
            assert "http" not in words
            assert "<a " not in words
            assert "does not work" not in words
            assert "Part of" not in words
        for told in (*map(str, letter.values()), part(letter, "plain"), part(letter, "html")):
            assert str(case.id) not in told
            assert case.id.hex not in told
            assert "buyer" not in told


@rule("S1-57")
def test_no_page_shows_the_words_of_a_hidden_cases_letter_or_its_case(post_office: MailServer):
    case = hidden()
    run_pending()
    admin, seller = signed_in("admin", Role.ADMIN), signed_in("seller", Role.SELLER)
    pages = [page(admin, "/administration/letters"), page(seller, "/account/letters")]
    pages += [page(admin, f"/administration/letters/{letter.pk}") for letter in Letter.objects.all()]
    assert "Its words are not shown" in pages[2]
    for shown in pages:
        assert str(case.id) not in shown
        assert str(case.purchase.order_id) not in shown


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
