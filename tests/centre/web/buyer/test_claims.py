"""The buyer's claims: guided between claim and Discussion, filed once, read, withdrawn, talked about (C-02, E.4)."""

from datetime import timedelta
from html import unescape
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.centre import stage
from tests.centre.claims.acts import FILED, done, filed, line, returns, verdict
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule
from zgoda.centre.claims.models import ClaimAttachment, ClaimMessage, ClaimRow, OfferWarranty
from zgoda.centre.store.laws import choose
from zgoda.centre.store.models import Case, LawChangeKind
from zgoda.domain.claims.claim import Decision
from zgoda.domain.limits import CLAIM_ATTACHMENT_BYTES

pytestmark = pytest.mark.django_db
STATED = {"reason": "DEFECT_FOUND_DURING_USE", "solution": "REPAIR", "details": "It does not boil."}


@pytest.fixture(autouse=True)
def _files_stay_here(settings, tmp_path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


@pytest.fixture(autouse=True)
def _this_summer(at: At) -> None:
    at(FILED)


def send(client: Client, line_id: UUID, **fields: object):
    return client.post(f"/purchases/{line_id}/claim", {"token": str(uuid4()), "file_it": "1", **STATED, **fields})


def read(client: Client, path: str) -> str:
    return words(page(client, path))


def picture(colour: str = "red") -> SimpleUploadedFile:
    raw = BytesIO()
    Image.new("RGB", (8, 8), colour).save(raw, "PNG")
    return SimpleUploadedFile("kettle.png", raw.getvalue(), "image/png")


@rule("B1-01", "B1-02")
def test_a_problem_with_the_product_is_guided_between_claim_and_talk(buyer: Client) -> None:
    line_id = line()
    asked = {"group": "PRODUCT_PROBLEM", "reason": "NOT_AS_DESCRIBED", "step": "more"}
    html = buyer.post(f"/purchases/{line_id}/report", asked).content.decode()
    assert "A claim, or just talk?" in words(html)
    assert f'formaction="/purchases/{line_id}/claim"' in html
    other = buyer.post(f"/purchases/{line_id}/report", {"group": "NOT_RECEIVED", "step": "more"}).content.decode()
    assert "just talk" not in words(other)


@rule("B1-01")
def test_without_the_layer_only_the_talk_is_offered(buyer: Client) -> None:
    by = stage.account("admin", stage.Role.ADMIN)
    choose("pl", LawChangeKind.LAYER, "claims-2025-07-01", "off", by=by, at=FILED, why="no claims here")
    line_id = line()
    asked = {"group": "PRODUCT_PROBLEM", "reason": "NOT_AS_DESCRIBED", "step": "more"}
    assert "just talk" not in words(buyer.post(f"/purchases/{line_id}/report", asked).content.decode())
    assert "Claims cannot be made" in page(buyer, f"/purchases/{line_id}/claim")


def test_what_was_typed_in_the_report_comes_along(buyer: Client) -> None:
    typed = {"group": "PRODUCT_PROBLEM", "reason": "NOT_AS_DESCRIBED", "solution": "REFUND", "details": "Blue, not red"}
    html = buyer.post(f"/purchases/{line()}/claim", {**typed, "step": "claim"}).content.decode()
    assert 'value="NOT_AS_DESCRIBED" checked' in html
    assert 'value="REFUND" checked' in html
    assert "Blue, not red</textarea>" in html
    assert not ClaimRow.objects.exists()


@rule("K-01")
def test_a_claim_is_filed_with_words_and_pictures(buyer: Client) -> None:
    sent = send(buyer, line(), files=picture())
    row = ClaimRow.objects.get()
    assert sent["Location"] == f"/claims/{row.id}"
    assert ClaimMessage.objects.get(claim=row).text == "It does not boil."
    assert ClaimAttachment.objects.filter(message__claim=row).count() == 1
    said = read(buyer, f"/claims/{row.id}")
    assert "Claim 1/2026" in said
    assert "the seller decides by" in said
    assert "Based on Statutory complaint" in said


def test_a_form_sent_twice_files_once(buyer: Client) -> None:
    line_id, token = line(), str(uuid4())
    first, second = (send(buyer, line_id, token=token, files=picture()) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert ClaimRow.objects.count() == 1


def test_everything_missing_is_said_at_once_and_what_was_typed_is_kept(buyer: Client) -> None:
    answer = send(buyer, line(), reason="", solution="", details="<b>kept</b>")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a reason." in words(html)
    assert "Choose the solution you expect." in words(html)
    assert "&lt;b&gt;kept&lt;/b&gt;</textarea>" in html
    assert not ClaimRow.objects.exists()


def test_a_partial_refund_needs_its_part(buyer: Client) -> None:
    assert "Say how much" in words(send(buyer, line(), solution="PARTIAL_REFUND").content.decode())
    assert send(buyer, line(), solution="PARTIAL_REFUND", share="1/4").status_code == 302


@rule("B1-18")
def test_a_warranty_is_asked_about_only_where_the_offer_has_one(buyer: Client) -> None:
    line_id = line()
    assert "The seller's warranty" not in read(buyer, f"/purchases/{line_id}/claim")
    OfferWarranty.objects.create(seller_id=stage.seller().id, offer_id="1")
    assert "The seller's warranty" in read(buyer, f"/purchases/{line_id}/claim")
    assert "Choose what the claim is based on." in words(send(buyer, line_id).content.decode())
    assert send(buyer, line_id, ground="WARRANTY").status_code == 302
    assert "waits for the seller's decision" in read(buyer, f"/claims/{ClaimRow.objects.get().id}")


@rule("B1-19")
def test_the_claim_that_waits_is_shown_instead_of_the_form(buyer: Client) -> None:
    line_id = line()
    claim = filed(line_id=line_id)
    html = buyer.get(f"/purchases/{line_id}/claim").content.decode()
    assert "Another claim about this order waits" in words(html)
    assert f'href="/claims/{claim.id}"' in html
    assert send(buyer, line_id).status_code == 422


def test_where_a_discussion_is_open_a_claim_can_still_be_filed(buyer: Client) -> None:
    line_id = line()
    stage.opened(FILED, line_id=line_id)
    html = buyer.get(f"/purchases/{line_id}/report").content.decode()
    assert f'href="/purchases/{line_id}/claim"' in html
    assert send(buyer, line_id).status_code == 302
    assert Case.objects.count() == ClaimRow.objects.count() == 1


@rule("K-07")
def test_a_withdrawal_says_before_and_after_that_the_seller_still_decides(buyer: Client) -> None:
    claim = filed()
    assert "the seller still has to decide it" in page(buyer, f"/claims/{claim.id}/withdraw")
    answer = buyer.post(f"/claims/{claim.id}/withdraw", {"token": str(uuid4()), "text": "It boils."}, follow=True)
    said = words(answer.content.decode())
    assert "The seller still has to decide it." in said
    assert "Submitted" in said
    assert "Withdraw the claim" not in said
    assert ClaimRow.objects.get().status == "SUBMITTED"


@rule("K-06", "B1-16")
def test_ending_the_talk_tells_that_the_status_stays(buyer: Client) -> None:
    claim = filed()
    assert "status does not change" in page(buyer, f"/claims/{claim.id}/end-talk")
    answer = buyer.post(f"/claims/{claim.id}/end-talk", {"token": str(uuid4())}, follow=True)
    said = words(answer.content.decode())
    assert "The claim's status stays the same." in unescape(answer.content.decode())
    assert "You ended the conversation." in said
    again = buyer.post(f"/claims/{claim.id}/end-talk", {"token": str(uuid4())})
    assert again.status_code == 422


@rule("K-08", "K-04")
def test_a_decided_claim_can_still_be_written_in(buyer: Client) -> None:
    claim = filed()
    done(claim, returns())
    done(claim, verdict(Decision.REJECTED_MINOR_DEFECT))
    said = page(buyer, f"/claims/{claim.id}")
    assert "rejected: the defect is minor" in said
    assert "ombudsman" in said
    answer = buyer.post(f"/claims/{claim.id}/messages", {"token": str(uuid4()), "text": "I do not agree."})
    assert answer.status_code == 302
    assert "I do not agree." in page(buyer, f"/claims/{claim.id}")
    assert buyer.post(f"/claims/{claim.id}/messages", {"token": str(uuid4()), "text": " "}).status_code == 422


def test_a_claim_takes_files_of_six_mebibytes(buyer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    from zgoda.centre.cases import files

    monkeypatch.setattr(files, "receive_upload", lambda *a, limit, **k: seen.append(limit) or files.FileRefused("KIND"))
    send(buyer, line(), files=picture())
    assert seen == [CLAIM_ATTACHMENT_BYTES]


def test_my_claims_are_listed_newest_first_a_page_at_a_time(buyer: Client) -> None:
    for number in range(22):
        filed(FILED - timedelta(minutes=22 - number), line_id=line(f"Kettle {number}"))
    said = page(buyer, "/claims")
    assert said.index("Kettle 21") < said.index("Kettle 20") < said.index("Kettle 2 ")
    assert "Kettle 1 " not in said
    html = buyer.get("/claims").content.decode()
    assert html.count('class="row talk') == 20


def test_an_open_page_hears_of_changes_only(buyer: Client) -> None:
    claim = filed()
    seen = ClaimRow.objects.get().seq
    assert buyer.get(f"/claims/{claim.id}/live?seen={seen}").status_code == 204
    done(claim, returns())
    assert "The product has to be returned" in page(buyer, f"/claims/{claim.id}/live?seen={seen}")


def test_a_claim_of_somebody_else_is_not_found(client: Client) -> None:
    claim = filed()
    client.force_login(stage.account("other-buyer", stage.Role.BUYER))
    for path in ("", "/live", "/withdraw"):
        assert client.get(f"/claims/{claim.id}{path}").status_code == 404
    assert client.get(f"/purchases/{claim.purchase.line_id}/claim").status_code == 404


def test_the_purchase_shows_its_claims(buyer: Client) -> None:
    claim = filed()
    html = page(buyer, "/purchases")
    assert f'href="/claims/{claim.id}"' in html
    assert "Claim 1/2026 Submitted" in words(html)
