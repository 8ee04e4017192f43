"""S3-38: a picture that is too large goes smaller, and only after its sender agreed to it."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from tests.files.pictures import PDF
from tests.files.test_shrink import noise
from zgoda.desk.messages import writing
from zgoda.desk.messages.writing import Limits
from zgoda.desk.store.models import DeskCase, Outgoing
from zgoda.files.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


@pytest.fixture(autouse=True)
def _small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "OF_ISSUES", Limits(20_000, 600_000))


def form(**more: object) -> dict[str, object]:
    return {"form_token": "f-1", "do": "reply", "text": "See the picture", "chat_seen": "", **more}


def test_smaller_picture_goes_after_consent_only(desk: Client, case: DeskCase) -> None:
    path = f"/cases/{case.pk}/send"
    large = SimpleUploadedFile("damage <b>.png", noise("PNG"), "image/png")
    asked = desk.post(path, form(file=large))
    page = asked.content.decode()
    assert asked.status_code == 422
    assert re.search(r"damage &lt;b&gt;\.png has \d\.\d MB \(1,600 × 1,200\); the marketplace takes 586 KB\.", page)
    assert "See the picture" in page
    row = StoredFile.objects.get()
    assert row.size <= 600_000
    assert (row.used_at, row.content_type, row.name) == (None, "image/jpeg", "damage <b>.jpg")
    again = desk.post(path, form(shrunk=str(row.pk), shrunk_words="It has"))
    assert (again.status_code, Outgoing.objects.count()) == (422, 0)
    assert "Say whether the smaller file may go." in again.content.decode()
    sent = desk.post(path, form(shrunk=str(row.pk), shrunk_answer="smaller"))
    assert sent.status_code == 302
    assert [one["id"] for one in Outgoing.objects.get().files] == [str(row.pk)]


def test_or_the_message_goes_without_it(desk: Client, case: DeskCase) -> None:
    path = f"/cases/{case.pk}/send"
    desk.post(path, form(file=SimpleUploadedFile("a.png", noise("PNG"), "image/png")))
    row = StoredFile.objects.get()
    assert desk.post(path, form(shrunk=str(row.pk), shrunk_answer="without")).status_code == 302
    assert Outgoing.objects.get().files == []
    StoredFile.objects.update(owner_id=row.owner_id + 1)
    others = desk.post(path, form(form_token="f-2", shrunk=str(row.pk), shrunk_answer="smaller"))
    assert "Attach the file again." in others.content.decode()
    assert Outgoing.objects.count() == 1


def test_large_pdf_becomes_smaller_by_its_pictures_or_is_refused_with_advice(desk: Client, case: DeskCase) -> None:
    path, target = f"/cases/{case.pk}/send", BytesIO()
    Image.effect_noise((1500, 1100), 60).convert("RGB").save(target, "PDF", quality=95)
    offered = desk.post(path, form(file=SimpleUploadedFile("label.pdf", target.getvalue(), "application/pdf")))
    assert "its text stays" in offered.content.decode()
    row = StoredFile.objects.get()
    assert (row.content_type, row.name, row.size <= 600_000) == ("application/pdf", "label.pdf", True)
    with default_storage.open(row.path) as kept:
        assert len(PdfReader(BytesIO(kept.read())).pages) == 1
    broken = SimpleUploadedFile("a.pdf", PDF + b"%" * 600_000, "application/pdf")
    answer = desk.post(path, form(file=broken))
    assert answer.status_code == 422
    assert "Save it anew with a smaller file size" in answer.content.decode()
    assert StoredFile.objects.count() == 1
