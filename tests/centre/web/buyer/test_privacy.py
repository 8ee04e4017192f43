"""Somebody else's case, message, purchase or file is not found; a stranger signs in first (P-49)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from tests.centre import stage
from tests.centre.stage import OPENED, done, opened, seller, written
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page
from zgoda.centre.store.models import CaseMessage, MessageAttachment, StaffRead
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.files.models import StoredFile

pytestmark = pytest.mark.django_db
ACTS = ("resolve", "unresolve", "reopen", "join", "accept", "decline", "still-a-problem", "messages")


@pytest.fixture
def case(at: At) -> Discussion:
    case = done(opened(), written(seller(), "Secret"), OPENED + timedelta(hours=1))
    at(OPENED + timedelta(hours=2))
    return case


def addresses(case: Discussion) -> list[str]:
    message = CaseMessage.objects.get(author_role="SELLER")
    base = f"/discussions/{case.id}"
    return [base, f"{base}/live", f"{base}/resolve", f"{base}/messages/{message.id}/report"]


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER, Role.CONSULTANT, Role.MODERATOR, Role.ADMIN])
def test_to_anybody_but_its_buyer_the_page_does_not_exist(case: Discussion, role: Role) -> None:
    stranger = signed_in(f"other-{role}", role)
    for address in [*addresses(case), f"/purchases/{case.purchase.line_id}/report"]:
        assert stranger.get(address).status_code == 404, address
    for name in ACTS:
        assert stranger.post(f"/discussions/{case.id}/{name}", {"text": "x"}).status_code == 404, name


def test_even_its_seller_has_no_page_here(case: Discussion) -> None:
    client = signed_in("seller", Role.SELLER)
    assert all(client.get(address).status_code == 404 for address in addresses(case))


def test_a_stranger_signs_in_first_and_comes_back(case: Discussion, client: Client) -> None:
    for address in [*addresses(case), "/purchases", "/discussions", "/", f"/files/{uuid4()}"]:
        answer = client.get(address)
        if address.endswith("/live"):
            assert answer.status_code == 401
        else:
            assert answer.status_code == 302
            assert answer.headers["Location"] == f"/sign-in?next={address}"


def test_unknown_and_malformed_ids_are_not_found(buyer: Client) -> None:
    page(buyer, f"/discussions/{uuid4()}", status=404)
    page(buyer, f"/discussions/{uuid4()}/live", status=404)
    page(buyer, "/discussions/12", status=404)


def test_pages_are_never_kept_by_caches(buyer: Client, case: Discussion) -> None:
    for address in ("/purchases", "/discussions", f"/discussions/{case.id}", f"/discussions/{case.id}/live"):
        assert "no-store" in buyer.get(address).headers["Cache-Control"]


@pytest.fixture
def attached(case: Discussion, settings, tmp_path) -> StoredFile:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    row = StoredFile.objects.create(
        owner_id=stage.account("seller", Role.SELLER).pk,
        name='<b>"cup".png',
        declared_size=3,
        size=3,
        content_type="image/png",
        state="SAFE",
        path=default_storage.save("aa/bb", ContentFile(b"png")),
        created_at=OPENED,
    )
    MessageAttachment.objects.create(message=CaseMessage.objects.get(author_role="SELLER"), file_id=row.id)
    return row


def test_a_file_of_the_case_is_a_download_for_its_parties(attached: StoredFile, buyer: Client) -> None:
    for client in (buyer, signed_in("seller", Role.SELLER)):
        answer = client.get(f"/files/{attached.id}")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == b"png"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_to_other_buyers_and_sellers_the_file_does_not_exist(attached: StoredFile) -> None:
    for role in (Role.BUYER, Role.SELLER, Role.ADMIN, Role.HOTLINE):
        assert signed_in(f"other-{role}", role).get(f"/files/{attached.id}").status_code == 404


def test_staff_may_read_the_file_and_it_is_logged(attached: StoredFile) -> None:
    assert signed_in("moderator", Role.MODERATOR).get(f"/files/{attached.id}").status_code == 200
    assert StaffRead.objects.count() == 1


def test_the_file_of_a_hidden_message_is_gone_with_it(attached: StoredFile, buyer: Client) -> None:
    CaseMessage.objects.update(hidden_at=OPENED)
    assert buyer.get(f"/files/{attached.id}").status_code == 404


def test_a_file_that_waits_for_its_scan_is_named_but_not_handed_out(
    attached: StoredFile, buyer: Client, case: Discussion
) -> None:
    StoredFile.objects.update(state="UPLOADED")
    html = page(buyer, f"/discussions/{case.id}")
    assert "being checked" in html
    assert f"/files/{attached.id}" not in html
    assert buyer.get(f"/files/{attached.id}").status_code == 404


def test_the_files_name_is_shown_as_text(attached: StoredFile, buyer: Client, case: Discussion) -> None:
    html = page(buyer, f"/discussions/{case.id}")
    assert '<b>"cup"' not in html
    assert "&lt;b&gt;" in html


def test_the_first_page_is_each_roles_own(buyer: Client) -> None:
    assert buyer.get("/").headers["Location"] == "/purchases"
    assert signed_in("voice", Role.HOTLINE).get("/").headers["Location"] == "/hotline"
    assert signed_in("nobody", Role.OVERSIGHT).get("/").status_code == 404
