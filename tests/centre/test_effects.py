"""Letters of T-01, T-10, T-17, T-22, P-26 and re-openings: to the seller, in the seller's language, once."""

from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests.centre import stage
from tests.centre.stage import DAY, OPENED, buyer, done, opened, opening
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.handle import fire_due, open_discussion
from zgoda.centre.mailing import posting
from zgoda.centre.store.models import OrderLine
from zgoda.centre.store.purchases import concerned_orders, purchase_for
from zgoda.domain import commands as c
from zgoda.domain.markets import market
from zgoda.domain.notifications import Kind
from zgoda.domain.rule_sets import SEED, rule_set_at
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db


def subjects():
    run_pending()
    return [letter.subject for letter in mail.outbox]


@rule("S1-65")
def test_every_opening_is_mailed_to_the_seller():
    case = opened(line_id=stage.line("Blue kettle"))
    assert subjects() == ["A buyer opened a Discussion: Blue kettle"]
    (letter,) = mail.outbox
    assert letter.to == ["seller@example.com"]
    assert str(case.id) in letter.body
    assert "buyer" in letter.body


def test_a_letter_never_carries_the_other_partys_words():
    opened()
    subjects()
    assert "does not work" not in mail.outbox[0].body


def test_endings_and_reopenings_are_mailed():
    case = opened()
    done(case, c.MarkUnresolved(by=buyer()), OPENED + 15 * DAY)
    done(case, c.MarkResolved(by=buyer()), OPENED + 16 * DAY)
    done(case, c.Reopen(by=buyer(), message_id=uuid4()), OPENED + 17 * DAY)
    assert [subject.split(":")[0] for subject in subjects()] == [
        "A buyer opened a Discussion",
        "A Discussion is unresolved",
        "A Discussion is resolved",
        "A Discussion was re-opened",
    ]


@rule("S0-15")
def test_a_warning_and_a_block_are_mailed_with_their_reason_and_the_way_to_appeal():
    case = opened(by=stage.consultant(), buyer_reported=stage.text("She called us."))
    late = case.deadlines.answer_due + DAY
    said = stage.text("Two days of silence.")
    warned = done(case, c.WarnSeller(by=stage.consultant(), message_id=uuid4(), reason=said), late)
    done(case, c.BlockSeller(by=stage.moderator(), reason=stage.text("Still no answer.")), warned.follow_up_at + DAY)
    assert [subject.split(":")[0] for subject in subjects()][-2:] == ["A warning", "Your account is blocked"]
    warning, block = mail.outbox[-2:]
    assert "Two days of silence." in warning.body
    assert "Still no answer." in block.body
    assert "appeal" in block.body


def test_an_ending_by_the_clock_is_told_in_the_thread_only():
    case = opened()
    fire_due(case.id, now=OPENED + 31 * DAY)
    assert len(subjects()) == 1


def test_no_letter_where_the_opening_was_undone():
    def undone():
        with transaction.atomic():
            open_discussion(opening(), now=OPENED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert subjects() == []


def test_a_seller_without_an_address_gets_none():
    stage.seller()
    User.objects.filter(username="seller").update(email="")
    opened()
    assert subjects() == []


def test_the_same_thing_is_told_once():
    case = opened()
    subjects()
    DBTaskResult.objects.update(status="READY")
    posting.about_case(Kind.DISCUSSION_OPENED, case, case.purchase.seller_id, f"{case.id}:1")
    assert len(subjects()) == 1


@rule("S1-50", "S1-65")
def test_an_opening_is_mailed_also_where_the_warehouse_answers():
    opened(line_id=stage.line("Blue kettle", fulfilled=True), reason="NO_PRODUCT_RECEIVED")
    assert subjects() == ["A buyer opened a Discussion: Blue kettle"]


@rule("S1-55")
def test_no_letter_promises_that_the_seller_can_write_while_the_warehouse_answers():
    case = opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_RECEIVED")
    done(case, c.MarkUnresolved(by=buyer()), OPENED + 15 * DAY)
    assert len(subjects()) == 2
    for letter in mail.outbox:
        assert "not write in it" in letter.body
        assert "You can still write" not in letter.body
        assert "Please answer" not in letter.body


@rule("S1-53", "S1-66")
def test_a_forward_to_the_seller_is_mailed_and_its_own_forward_is_not():
    case = opened(line_id=stage.line(fulfilled=True), reason="NO_PRODUCT_RECEIVED")
    case = done(case, c.ForwardToSeller(by=stage.warehouse(), note=stage.text("Ask the seller.")), OPENED + DAY)
    done(case, c.ForwardToWarehouse(by=stage.seller(), note=stage.text("No, you.")), OPENED + DAY)
    assert [subject.split(":")[0] for subject in subjects()] == [
        "A buyer opened a Discussion",
        "The Warehouse forwarded a Discussion to you",
    ]
    assert "The Warehouse's note: Ask the seller." in mail.outbox[1].body


@rule("S1-57")
def test_of_a_hidden_case_every_seller_concerned_hears_the_bare_fact_and_nothing_after():
    ours, theirs = stage.combined(("seller", "other-seller"))
    stage.line("Sent by its seller", purchase_id=OrderLine.objects.get(pk=ours).order.purchase_id, seller="third")
    case = opened(line_id=ours, reason="NO_PRODUCT_RECEIVED")
    done(case, c.MarkUnresolved(by=buyer()), OPENED + 15 * DAY)
    done(case, c.MarkResolved(by=buyer()), OPENED + 16 * DAY)
    done(case, c.Reopen(by=buyer(), message_id=uuid4()), OPENED + 17 * DAY)
    assert [subject.split(":")[0] for subject in subjects()] == ["A Discussion about a combined order"] * 2
    orders = {letter.to[0]: letter.body for letter in mail.outbox}
    assert sorted(orders) == ["other-seller@example.com", "seller@example.com"]
    for line_id, body in ((ours, orders["seller@example.com"]), (theirs, orders["other-seller@example.com"])):
        assert str(OrderLine.objects.get(pk=line_id).order_id) in body
        for secret in (str(case.id), "does not work", "Part of", "buyer", "NO_PRODUCT"):
            assert secret not in body


def test_under_the_seed_the_sellers_concerned_are_those_whose_account_is_served():
    """C-15, C-32."""
    ours, theirs = stage.combined(("seller", "other-seller"))
    User.objects.filter(username="seller").update(one_fulfillment=True)
    orders = [OrderLine.objects.get(pk=line).order for line in (ours, theirs)]
    assert concerned_orders(purchase_for(ours), SEED) == [(orders[0].pk, orders[0].seller_id)]
    both = concerned_orders(purchase_for(ours), rule_set_at(OPENED, market("pl")))
    assert sorted(both) == sorted((order.pk, order.seller_id) for order in orders)
