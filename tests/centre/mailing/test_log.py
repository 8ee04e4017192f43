"""The page that says what was sent to whom and why; and sending again by hand."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.mailing.delivering import tried_again
from tests.centre.stage import DAY, OPENED, buyer, done, opened
from tests.centre.web.buyer.conftest import signed_in
from tests.centre.web.buyer.reading import page, words
from tests.fakes.mail.starting import MailServer
from zgoda.accounts.models import User
from zgoda.centre.mailing import log, posting
from zgoda.centre.mailing.models import Letter
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.notifications import Kind
from zgoda.engine.jobs import run_pending
from zgoda.engine.mailing.sending import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return signed_in("admin", Role.ADMIN)


def letters_of(seller: User, count: int) -> None:
    for number in range(count):
        posting.post(Kind.RESOLVED, seller.pk, key=f"test:{number}", about=uuid4())


def test_each_letter_with_its_rule_reader_state_and_words(admin: Client):
    case = opened()
    run_pending()
    shown = words(page(admin, "/administration/letters"))
    for part in ("seller@example.com", "A Discussion was opened", "N-01, S1-50, S1-65", "sent", "Kettle"):
        assert part in shown
    letter = page(admin, f"/administration/letters/{Letter.objects.get().pk}")
    assert "buyer opened a Discussion about “Kettle”" in letter
    assert str(case.id) in letter
    assert "/letters/" not in words(letter)


def test_what_is_kept_does_not_hold_the_link_that_chooses_for_the_reader():
    opened()
    run_pending()
    assert "http" not in Letter.objects.get().text


def test_found_by_reader_case_order_kind_and_state(admin: Client):
    case = opened()
    done(case, c.MarkResolved(by=buyer()), OPENED + DAY)
    opened(line_id=stage.line("Toaster"))
    run_pending()
    Letter.objects.filter(kind=Kind.RESOLVED).update(state=State.PERHAPS)

    def found(query: str) -> int:
        return page(admin, f"/administration/letters?{query}").count('href="/administration/letters/')

    assert found("") == 3
    assert found("q=SELLER") == found("q=seller@example.com") == 3
    assert found("q=nobody") == 0
    assert found(f"q={case.id}") == found(f"q={case.purchase.order_id}") == 2
    assert found("kind=RESOLVED") == found("state=PERHAPS") == found("q=seller&kind=RESOLVED&state=PERHAPS") == 1
    assert found("kind=RESOLVED&state=SENT") == 0
    for wrong in ("kind=NOTHING", "state=NOTHING", "before=nothing", f"before={uuid4()}"):
        assert admin.get(f"/administration/letters?{wrong}").status_code == 404


def test_page_by_page_every_letter_once():
    letters_of(stage.account("seller", Role.SELLER), log.PAGE * 2 + 1)
    seen, before = [], ""
    for size in (log.PAGE, log.PAGE, 1):
        shown = log.page(log.Asked(words="seller"), before)
        assert len(shown.rows) == size
        seen, before = seen + [row.id for row in shown.rows], shown.older
    assert before == ""
    assert len(set(seen)) == Letter.objects.count()


def test_only_what_did_not_arrive_for_sure_is_sent_again_and_the_log_says_by_whom(
    admin: Client, post_office: MailServer
):
    stage.seller()
    User.objects.filter(username="seller").update(email="")
    opened()
    run_pending()
    letter = Letter.objects.get()
    path = f"/administration/letters/{letter.pk}"
    assert "Send again" in page(admin, path)
    User.objects.filter(username="seller").update(email="seller@example.com")
    assert "on its way again" in admin.post(f"{path}/again", follow=True).content.decode()
    tried_again()
    assert len(post_office.arrived()) == 1
    assert "Send again" not in page(admin, path)
    assert "not sent again" in admin.post(f"{path}/again", follow=True).content.decode()
    logged = words(page(admin, "/administration/log?kind=letters"))
    assert "had a letter sent again: A Discussion was opened, to seller" in logged


def test_other_staff_have_no_such_page():
    opened()
    for role in (Role.CONSULTANT, Role.MODERATOR, Role.SELLER, Role.BUYER):
        assert signed_in(role.lower(), role).get("/administration/letters").status_code == 404
