"""Issue 2, point 7: the sample marketplace is always fresh, in five languages and in every state."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from zgoda.accounts.models import Role, User
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.hotline.contacts import about_seller
from zgoda.centre.hotline.lines import line_of
from zgoda.centre.hotline.models import Call, OrderPhone
from zgoda.centre.messaging.models import Thread, ThreadMessage
from zgoda.centre.quality.models import Figure, Standing, Touched
from zgoda.centre.ratings.models import OrderRating
from zgoda.centre.returns.models import CustomerReturn
from zgoda.centre.sample.documents import page_of
from zgoda.centre.sample.loader import Loaded, load_sample
from zgoda.centre.store import cases
from zgoda.centre.store.models import (
    Case,
    CaseMessage,
    DocumentLink,
    Order,
    OrderEvent,
    RefundRequest,
    Report,
    SalesDocument,
)
from zgoda.centre.verify import check_case
from zgoda.domain.hotline import Outcome
from zgoda.domain.returns import ReturnStatus

pytestmark = pytest.mark.django_db

IN_MEMORY = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
WEDNESDAY = datetime(2025, 9, 24, 12, 30, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Iterator[None]:
    with override_settings(SANDBOX=True, STORAGES=IN_MEMORY):
        yield


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """Loaded once for all tests here, each of which sees it in a transaction of its own, and taken back at the end."""
    with django_db_blocker.unblock(), override_settings(SANDBOX=True, STORAGES=IN_MEMORY), transaction.atomic():
        yield load_sample(WEDNESDAY)
        transaction.set_rollback(True)


@pytest.fixture
def loaded(once: Loaded, sandbox: None) -> Loaded:
    return once


def test_claims_stand_in_every_state(loaded: Loaded) -> None:
    rows = list(ClaimRow.objects.order_by("number"))
    assert {row.status for row in rows} == {"SUBMITTED", "ACCEPTED", "REJECTED"}
    assert {"DEEMED_ACCEPTED", "ACCEPTED_EXCHANGE", "ACCEPTED_PARTIAL_REFUND", ""} <= {row.decision for row in rows}
    assert {row.ground for row in rows} == {"COMPLAINT", "WARRANTY"}
    assert {row.market for row in rows} == {"pl", "cz", "sk", "hu"}
    assert [row.opened_at for row in rows] == sorted(row.opened_at for row in rows)
    assert not [finding for row in rows for finding in check_case(row.id)]


def test_the_hotline_has_lines_sellers_with_telephones_and_calls_of_every_outcome(loaded: Loaded) -> None:
    rows = list(Call.objects.order_by("began_at"))
    assert len(rows) >= 12
    assert {row.outcome for row in rows} == set(Outcome)
    assert {row.market for row in rows} == {"pl", "cz", "sk", "hu"}
    assert all(row.ended_at and row.ended_at < WEDNESDAY for row in rows)
    assert all(line_of(code).number for code in ("pl", "cz", "sk", "hu"))
    told = about_seller("90135580", "pl")
    assert told is not None
    assert all(shown.number for shown in told.shown)
    assert OrderPhone.objects.count() >= 20


def test_it_holds_some_200_orders_of_several_sellers_in_four_markets(loaded: Loaded) -> None:
    assert loaded.orders == Order.objects.count() >= 200
    assert set(Order.objects.values_list("market", flat=True)) == {"pl", "cz", "sk", "hu"}
    assert User.objects.filter(role=Role.SELLER, sample=True).count() >= 4
    sellers_of_purchase = Counter(
        purchase for purchase, _seller in set(Order.objects.values_list("purchase_id", "seller"))
    )
    assert sum(count > 1 for count in sellers_of_purchase.values()) >= 5
    assert Order.objects.filter(provider="ALLEGRO").count() >= 5
    assert set(Order.objects.values_list("payment_type", flat=True)) == {
        "ONLINE", "CASH_ON_DELIVERY", "WIRE_TRANSFER", "SPLIT_PAYMENT", "EXTENDED_TERM",
    }  # fmt: skip
    assert Order.objects.filter(paid_minor=None).exists()
    assert OrderEvent.objects.count() > 200


def test_people_write_to_each_other_and_send_things_back(loaded: Loaded) -> None:
    threads = Thread.objects.all()
    assert threads.count() >= 15
    assert threads.filter(seller__username="Ceramika-Bory", seller_read=False).count() >= 2
    assert threads.filter(buyer_read=False).exists()
    assert set(threads.values_list("buyer__market", flat=True)) == {"pl", "cz", "sk", "hu"}
    assert {thread.kind for thread in threads} == {"COMMON"}
    assert set(CustomerReturn.objects.values_list("status", flat=True)) == set(ReturnStatus)
    assert CustomerReturn.objects.filter(seller__username="Ceramika-Bory").count() >= 5


def test_orders_are_rated_both_ways_with_answers_a_request_and_a_removal(loaded: Loaded) -> None:
    rows = OrderRating.objects.select_related("order")
    assert rows.filter(seller__username="Ceramika-Bory", recommended=True).count() >= 15
    bad = rows.filter(recommended=False, removed_at=None)
    assert {row.order.provider for row in bad} == {"SELLER", "ALLEGRO"}
    assert {row.order.market for row in rows} == {"pl", "cz", "sk", "hu"}
    assert rows.exclude(answer="").exists()
    assert rows.filter(request__source="SELLER").exists()
    assert rows.exclude(removed_by="").exists()
    for message in ThreadMessage.objects.select_related("thread"):
        assert message.created_at <= message.thread.last_message_at <= WEDNESDAY


def test_its_sixty_discussions_stand_in_every_state(loaded: Loaded) -> None:
    assert loaded.discussions == Case.objects.count() == 65
    by_status = Counter(Case.objects.values_list("status", flat=True))
    assert by_status["PENDING"] > 35
    assert by_status["RESOLVED"] >= 8
    assert by_status["UNRESOLVED"] >= 3
    assert set(Case.objects.exclude(closure_reason="").values_list("closure_reason", flat=True)) == {
        "BUYER_MARKED", "AUTO_30_DAYS", "DELIVERED_24H",
    }  # fmt: skip
    assert Case.objects.filter(on_behalf=True).count() == 2
    assert Case.objects.filter(joined__isnull=False).count() >= 3
    assert Report.objects.filter(status="OPEN").count() == Report.objects.filter(status="HIDDEN").count() == 1


def test_it_holds_a_warned_and_a_blocked_seller_a_sellers_own_hand_over_and_a_refund_under_way(loaded: Loaded) -> None:
    folded = [cases.find(case_id) for case_id in Case.objects.values_list("pk", flat=True)]
    assert sum(case.warned_at is not None for case in folded) >= 2
    assert [user.username for user in User.objects.filter(blocked_at__isnull=False)] == ["Sklo-Vltava"]
    assert any(ref.startswith("HANDED_OVER:seller:") for case in folded for ref in case.delivery_references)
    assert RefundRequest.objects.filter(state="ASKED").count() == 1


def test_a_few_are_about_to_run_out_and_some_are_overdue(loaded: Loaded) -> None:
    waiting = Case.objects.filter(status="PENDING", answered_at=None)
    assert waiting.filter(answer_due__gt=WEDNESDAY, answer_due__lte=WEDNESDAY + timedelta(hours=2)).count() >= 4
    assert 2 <= waiting.filter(answer_due__lt=WEDNESDAY).count() <= 4


def test_people_write_in_five_languages(loaded: Loaded) -> None:
    words = " ".join(text or "" for text in CaseMessage.objects.values_list("text", flat=True))
    for typical in ("Dzień dobry", "Dobrý den", "Dobrý deň", "Jó napot", "Hello"):
        assert typical in words
    assert set(User.objects.filter(sample=True).values_list("language", flat=True)) == {"pl", "cs", "sk", "hu", "en"}


def test_every_person_signs_in_with_the_same_password(loaded: Loaded) -> None:
    for login in ("marek_z_gdyni", "Ceramika-Bory", "konsultant", "moderator", "admin"):
        assert User.objects.get(username=login, sample=True).check_password("zgoda")


def test_sellers_have_thirty_days_of_sales_quality(loaded: Loaded) -> None:
    """Of the busiest seller there is a figure of each of the last days, and nothing is left behind."""
    days = Counter(Figure.objects.filter(score__isnull=False).values_list("account", flat=True))
    assert max(days.values()) >= 20
    assert not Touched.objects.exists()
    assert Standing.objects.filter(timely__isnull=False, average__isnull=False).count() >= 5


def test_every_case_refolds_to_its_row(loaded: Loaded) -> None:
    for case_id in Case.objects.values_list("pk", flat=True):
        assert check_case(case_id) == []


def test_loading_twice_does_nothing_the_second_time(loaded: Loaded) -> None:
    assert load_sample(WEDNESDAY + timedelta(days=1)) == Loaded()
    assert Case.objects.count() == 65


def test_some_orders_have_sales_documents_and_links(loaded: Loaded) -> None:
    """In September 2025 no order was fulfilled by itself yet (C-15), so that all are the sellers'."""
    assert Counter(SalesDocument.objects.values_list("by", "state")) == {("SELLER", "ACCEPTED"): 4}
    assert DocumentLink.objects.count() == 1


def test_a_document_of_the_sample_can_be_read() -> None:
    shown = PdfReader(BytesIO(page_of("FV 1/2026"))).pages
    assert [page.extract_text().splitlines()[0] for page in shown] == ["FV 1/2026"]
