"""The Warehouse's claims: what waits for its decision on the return, the decision, words in the chat (P-36, P-37, K-08)."""

import re
from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.centre import stage
from tests.centre.claims.acts import DAY, FILED, decided, done, filed, line, returns, verdict, warehouses
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import sent
from tests.files.pictures import picture
from tests.marks import rule
from zgoda.centre import ticking, verify
from zgoda.centre.claims import finding, store
from zgoda.centre.claims.models import ClaimAttachment, ClaimMessage, ClaimRow
from zgoda.centre.store import counting
from zgoda.centre.web.warehouse import claims, queue
from zgoda.domain.actors import Role
from zgoda.domain.claims.claim import Claim, Decision, ReturnDecision
from zgoda.files.models import StoredFile

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ours() -> Client:
    return signed_in("warehouse", Role.WAREHOUSE)


def path_of(claim: Claim) -> str:
    return f"/warehouse/claims/{claim.id}"


def decision_of(claim: Claim) -> ReturnDecision | None:
    return store.claim_of(ClaimRow.objects.get(pk=claim.id)).return_decision


@rule("P-36")
def test_claims_that_wait_stand_by_when_their_return_is_to_be_decided(ours: Client, at: At) -> None:
    later, sooner = warehouses("Vase 2", FILED + HOUR), warehouses("Vase 1", FILED)
    done(warehouses("Vase 3"), returns())
    filed(line_id=line("Kettle", fulfilled=True))
    filed(line_id=line("Lamp"), reason_code="PRODUCT_DAMAGED_PARCEL_INTACT")
    at(FILED + 2 * HOUR)
    html = page(ours, "/warehouse/claims")
    assert re.findall(r'"/warehouse/claims/([0-9a-f-]{36})"', html) == [str(sooner.id), str(later.id)]
    assert "To decide 2" in words(html)
    assert "2 days 22 h left" in words(html)
    everything = words(page(ours, "/warehouse/claims?view=all"))
    assert [one for one in ("Vase 1", "Vase 2", "Vase 3", "Kettle", "Lamp") if one in everything] == [
        "Vase 1",
        "Vase 2",
        "Vase 3",
    ]


@pytest.mark.parametrize("view", ["", "all"])
def test_pages_of_claims_go_on_where_the_last_ended(
    ours: Client, at: At, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    made = {str(warehouses(f"Vase {number}").id) for number in range(5)}
    at(FILED + HOUR)
    seen: list[str] = []
    path = f"/warehouse/claims?view={view}"
    while path:
        html = page(ours, path)
        seen += re.findall(r'"/warehouse/claims/([0-9a-f-]{36})"', html)
        older = re.search(r'href="(\?[^"]+)" rel="next"', html)
        path = "/warehouse/claims" + unquote(older[1]).replace("&amp;", "&") if older else ""
    assert (set(seen), len(seen)) == (made, 5)


def test_a_search_finds_the_warehouses_claims_alone(ours: Client, at: At) -> None:
    mine, theirs = warehouses("Vase"), filed(line_id=line("Lamp"))
    at(FILED + HOUR)
    for asked in (str(mine.reference), str(mine.id), "BUYER"):
        shown = words(page(ours, f"/warehouse/claims?q={asked}"))
        assert ("Vase" in shown, "Lamp" in shown) == (True, False), asked
    assert "Nothing found" in words(page(ours, f"/warehouse/claims?q={theirs.reference}"))


@rule("P-36", "B1-13")
@pytest.mark.parametrize("decision", [ReturnDecision.CUSTOM, ReturnDecision.NOT_REQUIRED])
def test_the_warehouse_decides_on_the_return_with_a_message(ours: Client, at: At, decision: ReturnDecision) -> None:
    claim = warehouses()
    at(FILED + HOUR)
    assert f'type="radio" name="decision" value="{decision.value}"' in page(ours, path_of(claim))
    sent(ours, f"{path_of(claim)}/return", decision=decision.value, words="Throw it away.")
    assert decision_of(claim) is decision
    told = ClaimMessage.objects.get(claim_id=claim.id, number=2)
    assert (told.author_role, told.author_id, told.text) == ("WAREHOUSE", stage.warehouse().id, "Throw it away.")
    shown = page(ours, path_of(claim))
    assert "nothing to decide here" in words(shown)
    assert f"{path_of(claim)}/return" not in shown
    assert claim.id not in set(ClaimRow.objects.filter(return_due__isnull=False).values_list("pk", flat=True))
    assert not list(verify.check())


def test_a_label_needs_its_file_which_the_buyer_can_read(ours: Client, at: At) -> None:
    claim, token = warehouses(), str(uuid4())
    at(FILED + HOUR)
    label = {"decision": ReturnDecision.SELLER_LABEL.value, "words": "Please use it.", "token": token}
    refused = ours.post(f"{path_of(claim)}/return", label)
    assert refused.status_code == 422
    assert "Attach the label" in words(refused.content.decode())
    assert "Please use it." in refused.content.decode()
    upload = SimpleUploadedFile("label.png", picture("PNG"), "image/png")
    assert ours.post(f"{path_of(claim)}/return", {**label, "files": upload}).status_code == 302
    assert decision_of(claim) is ReturnDecision.SELLER_LABEL
    assert ClaimAttachment.objects.filter(message__claim_id=claim.id).count() == 1


def test_a_form_sent_twice_decides_once_and_another_decision_is_refused(ours: Client, at: At) -> None:
    claim, token = warehouses(), str(uuid4())
    at(FILED + HOUR)
    form = {"decision": "RETURN_NOT_REQUIRED", "token": token}
    assert [ours.post(f"{path_of(claim)}/return", form).status_code for _ in range(2)] == [302, 302]
    assert ClaimMessage.objects.filter(claim_id=claim.id).count() == 2
    again = ours.post(f"{path_of(claim)}/return", {**form, "token": str(uuid4())})
    assert again.status_code == 422
    assert ours.post(f"{path_of(claim)}/return", {"decision": "MAYBE"}).status_code == 422


@rule("P-37")
def test_in_a_claim_that_the_seller_decided_nothing_is_left_but_words(ours: Client, at: At) -> None:
    claim = warehouses()
    done(claim, returns())
    done(claim, verdict(Decision.ACCEPTED_REPAIR), FILED + DAY)
    at(FILED + 2 * DAY)
    shown = page(ours, path_of(claim))
    assert "accepted: repair" in words(shown)
    assert re.findall(r'<form[^>]* action="([^"]+)"', shown.partition("<main")[2]) == [f"{path_of(claim)}/write"]


@rule("K-08")
def test_the_responsible_warehouse_writes_once_to_both_sides_in_any_status(ours: Client, at: At) -> None:
    claim, token = warehouses(), str(uuid4())
    at(FILED + HOUR)
    for _ in range(2):
        ours.post(f"{path_of(claim)}/write", {"token": token, "message": "We look for it."})
    done(claim, returns())
    done(claim, verdict(Decision.ACCEPTED_REPAIR), FILED + DAY)
    at(FILED + 2 * DAY)
    sent(ours, f"{path_of(claim)}/write", message="It was found.")
    said = ClaimMessage.objects.filter(claim_id=claim.id, author_role="WAREHOUSE").order_by("number")
    assert [row.text for row in said] == ["We look for it.", "It was found."]
    assert store.claim_of(ClaimRow.objects.get(pk=claim.id)).decision is Decision.ACCEPTED_REPAIR
    buyer = Client()
    buyer.force_login(stage.account("buyer", Role.BUYER))
    assert "It was found." in words(page(buyer, f"/claims/{claim.id}"))
    assert not list(verify.check())


@rule("P-06")
def test_a_file_goes_along_and_stays_beside_words_that_were_refused(ours: Client, at: At) -> None:
    claim = warehouses()
    at(FILED + HOUR)
    photo = SimpleUploadedFile("ramp.png", picture("PNG"), "image/png")
    refused = ours.post(f"{path_of(claim)}/write", {"token": str(uuid4()), "message": "x" * 20_001, "files": photo})
    html = refused.content.decode()
    assert refused.status_code == 422
    assert ("ramp.png" in html, "x" * 20_001 in html) == (True, True)
    kept = re.findall(r'name="file" value="([0-9a-f-]{36})"', html)
    sent(ours, f"{path_of(claim)}/write", message="The ramp.", file=kept)
    came = ClaimAttachment.objects.get(message__claim_id=claim.id)
    assert StoredFile.objects.get(pk=came.file_id).name == "ramp.png"


def test_prepared_texts_stand_filled_in_beside_the_words(ours: Client, at: At) -> None:
    claim = warehouses("Vase 7")
    at(FILED + HOUR)
    sent(ours, "/warehouse/texts", name="Broken", text="Your {product} broke ({waybill}).")
    html = page(ours, path_of(claim))
    assert 'data-insert="Your Vase 7 broke ({waybill})." data-into="id_message"' in html
    assert "missing: {waybill}" in words(html)


@rule("TM-8")
def test_claims_that_wait_for_the_return_decision_stand_above_the_queue_by_due_time(ours: Client, at: At) -> None:
    """Also when the three days have passed: the seller is reminded by a letter, the Warehouse by its queue (C-35)."""
    made = [warehouses(f"Vase {number}", FILED + number * HOUR) for number in range(5)]
    done(made[0], returns())
    filed(line_id=line("Kettle", fulfilled=True))
    at(FILED + 3 * DAY + 90 * timedelta(minutes=1))
    ticking.sweep()
    html = page(ours, "/warehouse")
    assert "4 claims wait for the decision on the return" in words(html)
    assert re.findall(r'"/warehouse/claims/([0-9a-f-]{36})"', html) == [str(claim.id) for claim in made[1:4]]
    assert "30 min late" in words(html)
    for elsewhere in ("?view=all", "?q=buyer", "?market=cz"):
        assert "wait for the decision on the return" not in page(ours, f"/warehouse{elsewhere}"), elsewhere


def test_what_waits_is_counted_so_far_only(ours: Client, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        warehouses(f"Vase {number}", FILED + number * HOUR)
    at(FILED + 4 * HOUR)
    for place in (counting, claims, queue):
        monkeypatch.setattr(place, "MOST", 2)
    assert "To decide 2+" in words(page(ours, "/warehouse/claims"))
    assert "2+ claims wait for the decision on the return" in words(page(ours, "/warehouse"))


@rule("P-04", "P-49")
def test_claims_of_others_are_not_found(ours: Client, at: At) -> None:
    theirs = decided(line_id=line(fulfilled=True))
    at(FILED + 2 * DAY)
    assert ours.get(path_of(theirs)).status_code == 404
    assert ours.post(f"{path_of(theirs)}/return", {"decision": "RETURN_NOT_REQUIRED"}).status_code == 404
    assert ours.get(f"/warehouse/claims/{uuid4()}").status_code == 404
    claim = warehouses()
    for role in (Role.BUYER, Role.SELLER, Role.CONSULTANT, Role.ADMIN):
        other = signed_in(f"a-{role}", role)
        assert other.get(path_of(claim)).status_code == 404
        assert other.get("/warehouse/claims").status_code == 404
