"""Attachments in two steps, and who may read them (allegro-api.md §5.3)."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from PIL import Image
from pytest_django import Settings

from tests.centre import stage
from tests.centre.api.conftest import BETA, NOW, PUBLIC, Program, at, error_of, stream
from tests.files.pictures import OF_KIND, PDF, photo_with_a_place, picture
from tests.marks import rule
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.domain import commands as c
from zgoda.domain.discussion import Discussion
from zgoda.engine.jobs import run_pending
from zgoda.files.models import StoredFile

PNG = OF_KIND["image/png"]


def declare(program: Program, name: str = "photo.png", size: int = len(PNG)):
    return program.post("/sale/issues/attachments", {"fileName": name, "size": size}, Accept_Language="en-US")


def uploaded(program: Program, raw: bytes = PNG, kind: str = "image/png", name: str = "photo.png") -> str:
    declared = declare(program, name, len(raw))
    assert declared.status_code == 201, declared.content
    sent = program.put(declared["Location"].removeprefix("http://127.0.0.1:8000"), raw, kind)
    assert (sent.status_code, sent.json()) == (200, declared.json())
    return str(sent.json()["id"])


def send(program: Program, case: Discussion, *files: str, text: str | None = None):
    body = {"type": "REGULAR", "text": text, "attachments": [{"id": file_id} for file_id in files]}
    return program.post(f"/sale/issues/{case.id}/message", body)


def read(program: Program, file_id: str, accept: str = ""):
    return program.get(f"/sale/issues/attachments/{file_id}", accept=accept or "image/png")


def test_declared_sent_attached_and_read(program: Program, case: Discussion) -> None:
    file_id = uploaded(program)
    message = send(program, case, file_id)
    assert message.status_code == 201
    (shown,) = message.json()["attachments"]
    assert shown == {"fileName": "photo.png", "url": f"http://127.0.0.1:8000/sale/issues/attachments/{file_id}"}
    response = read(program, file_id)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'attachment; filename="photo.png"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["trace-id"]
    assert Image.open(BytesIO(b"".join(response.streaming_content))).size == (8, 6)


def test_the_location_is_on_the_upload_root(program: Program, settings: Settings) -> None:
    settings.UPLOAD_URL = "https://upload.example/"
    response = declare(program)
    assert response["Location"] == f"https://upload.example/sale/issues/attachments/{response.json()['id']}"


@pytest.mark.parametrize("kind", sorted(OF_KIND))
def test_each_of_the_six_kinds_is_taken(program: Program, kind: str) -> None:
    name = f"file.{kind.rsplit('/', maxsplit=1)[1]}"
    file_id = uploaded(program, OF_KIND[kind], kind, name)
    response = read(program, file_id, "*/*")
    assert (response.status_code, response["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(("size", "status"), [(2_097_152, 201), (2_097_153, 422), (0, 422), (-1, 422)])
def test_at_most_two_mebibytes_are_announced(program: Program, size: int, status: int) -> None:
    response = declare(program, size=size)
    assert response.status_code == status
    if size > 2_097_152:
        assert error_of(response)["code"] == "ATTACHMENT_ERROR"


@pytest.mark.parametrize(
    "name", ["photo", "photo.", ".png", "run.exe", "a" * 252 + ".png", "page.html", "x.png\u202e.exe"]
)
def test_a_name_without_a_known_extension_or_too_long_is_422(program: Program, name: str) -> None:
    response = declare(program, name)
    assert (response.status_code, error_of(response)["path"]) == (422, "fileName")


@pytest.mark.parametrize("kind", ["application/pdf;charset=UTF-8", "text/html", "image/svg+xml", BETA, "image/webp"])
def test_bytes_under_another_type_are_415(program: Program, kind: str) -> None:
    location = f"/sale/issues/attachments/{declare(program).json()['id']}"
    response = program.put(location, PNG, kind)
    assert (response.status_code, error_of(response)["code"]) == (415, "UNSUPPORTED_MIME_TYPE")
    assert program.put(location, PNG, "image/png").status_code == 200


@pytest.mark.parametrize("raw", [PDF, b"<html></html>", b"MZ\x90\x00", b"GIF89a"])
def test_bytes_that_are_not_what_they_claim_are_415(program: Program, raw: bytes) -> None:
    location = f"/sale/issues/attachments/{declare(program, size=len(raw)).json()['id']}"
    assert program.put(location, raw, "image/png").status_code == 415


def test_a_broken_picture_is_422(program: Program) -> None:
    raw = PNG[:40]
    location = f"/sale/issues/attachments/{declare(program, size=len(raw)).json()['id']}"
    assert program.put(location, raw, "image/png").status_code == 422


@pytest.mark.parametrize("raw", [PNG + b"x", PNG[:-1]])
def test_another_size_than_announced_is_422(program: Program, raw: bytes) -> None:
    location = f"/sale/issues/attachments/{declare(program).json()['id']}"
    assert program.put(location, raw, "image/png").status_code == 422


def test_more_than_two_mebibytes_are_413(program: Program) -> None:
    location = f"/sale/issues/attachments/{declare(program).json()['id']}"
    assert program.put(location, b"\x89PNG" + b"x" * 2_097_152, "image/png").status_code == 413


def test_the_address_takes_bytes_once(program: Program) -> None:
    file_id = uploaded(program)
    response = program.put(f"/sale/issues/attachments/{file_id}", PNG, "image/png")
    assert (response.status_code, error_of(response)["code"]) == (422, "ATTACHMENT_ERROR")


@pytest.mark.parametrize("accept", [BETA, PUBLIC, f"image/png, {BETA}"])
def test_reading_with_a_vendor_type_is_406(program: Program, accept: str) -> None:
    response = read(program, uploaded(program), accept)
    assert (response.status_code, error_of(response)["code"]) == (406, "NotAcceptableException")


@rule("P-49")
def test_foreign_unknown_and_malformed_ids_are_404(program: Program, stranger: Program, case: Discussion) -> None:
    file_id = uploaded(program)
    send(program, case, file_id)
    assert read(stranger, file_id).status_code == 404
    assert read(program, str(uuid4())).status_code == 404
    assert read(program, "17").status_code == 404
    declared = declare(program).json()["id"]
    assert stranger.put(f"/sale/issues/attachments/{declared}", PNG, "image/png").status_code == 404
    assert read(program, declared).status_code == 404


@rule("P-04")
def test_the_seller_reads_the_buyers_file_in_the_case_and_no_longer_when_it_is_hidden(
    program: Program, stranger: Program
) -> None:
    buyer = stage.buyer()
    row = StoredFile.objects.get(pk=uploaded(program))
    StoredFile.objects.filter(pk=row.pk).update(owner_id=buyer.id)
    assert read(program, str(row.pk)).status_code == 404
    case = stage.opened(attachments=(row.pk,))
    assert read(program, str(row.pk)).status_code == 200
    assert read(stranger, str(row.pk)).status_code == 404
    CaseMessage.objects.filter(case_id=case.id).update(hidden_at=NOW)
    assert read(program, str(row.pk)).status_code == 404
    CaseMessage.objects.filter(case_id=case.id).update(hidden_at=None)
    Case.objects.filter(pk=case.id).update(hidden=True)
    assert read(program, str(row.pk)).status_code == 404


def test_a_message_takes_only_own_files_with_bytes_and_each_once(
    program: Program, stranger: Program, case: Discussion
) -> None:
    foreign, empty, good = uploaded(stranger), declare(program).json()["id"], uploaded(program)
    for wrong in (foreign, empty, str(uuid4()), "17"):
        response = send(program, case, wrong)
        assert (response.status_code, error_of(response)["path"]) == (422, "attachments")
    assert send(program, case, good).status_code == 201
    assert send(program, case, good).status_code == 422
    assert CaseMessage.objects.filter(case_id=case.id).count() == 2


@rule("S3-38", "C-08")
def test_a_message_carries_one_file(program: Program, case: Discussion) -> None:
    response = send(program, case, uploaded(program), uploaded(program), text="two")
    assert (response.status_code, error_of(response)["code"]) == (422, "TOO_MANY_ATTACHMENTS")


def test_a_refused_message_leaves_its_file_usable(program: Program, case: Discussion) -> None:
    file_id = uploaded(program)
    assert send(program, case, file_id, text="x" * 20_001).status_code == 422
    assert send(program, case, file_id, text="x").status_code == 201


def test_a_photo_loses_what_it_tells_about_its_place(program: Program) -> None:
    raw = photo_with_a_place()
    response = read(program, uploaded(program, raw, "image/jpeg", "photo.jpg"), "image/jpeg")
    kept = b"".join(response.streaming_content)
    assert b"CameraMaker" in raw
    assert b"CameraMaker" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_a_file_waits_for_its_scan(program: Program, settings: Settings) -> None:
    settings.SCAN_COMMAND = ["true"]
    file_id = uploaded(program)
    assert read(program, file_id).status_code == 404
    run_pending()
    assert read(program, file_id).status_code == 200


def test_an_infected_file_is_never_shown(program: Program, settings: Settings) -> None:
    settings.SCAN_COMMAND = ["false"]
    file_id = uploaded(program)
    run_pending()
    assert read(program, file_id).status_code == 404
    assert StoredFile.objects.get(pk=file_id).state == "UNSAFE"


def test_a_name_that_lies_about_its_content_is_mended(program: Program) -> None:
    response = read(program, uploaded(program, picture("JPEG"), "image/jpeg", "invoice.pdf"), "*/*")
    assert response["Content-Disposition"] == 'attachment; filename="invoice.jpg"'


def test_a_file_alone_is_a_message_and_counts_as_the_last(program: Program, case: Discussion) -> None:
    def told() -> str:
        return str(program.get(f"/sale/issues/{case.id}").json()["chat"]["lastMessage"]["status"])

    message = send(program, case, uploaded(program)).json()
    assert (message["text"], len(message["attachments"]), told()) == ("", 1, "SELLER_REPLIED")
    theirs = StoredFile.objects.get(pk=uploaded(program))
    StoredFile.objects.filter(pk=theirs.pk).update(owner_id=stage.buyer().id)
    wordless = c.WriteMessage(by=stage.buyer(), message_id=uuid4(), text=None, attachments=(theirs.pk,))
    stage.done(case, wordless, NOW)
    assert told() == "BUYER_REPLIED"


def test_bytes_may_come_in_chunks(program: Program) -> None:
    location = f"/sale/issues/attachments/{declare(program).json()['id']}"
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    ended = stream(PNG, **chunked, **{"wsgi.input_terminated": True})
    assert program.put(location, PNG, "image/png", **ended).status_code == 200
    assert read(program, location.rsplit("/", maxsplit=1)[1]).status_code == 200


def test_chunks_are_read_up_to_the_limit_and_no_further(program: Program) -> None:
    location = f"/sale/issues/attachments/{declare(program).json()['id']}"
    endless = stream(b"x" * 3_000_000, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    ended = {**endless, "wsgi.input_terminated": True}
    assert program.put(location, PNG, "image/png", **ended).status_code == 413
    assert ended["wsgi.input"].tell() == 2_097_153


def test_a_transfer_that_breaks_off_leaves_the_address_usable(program: Program) -> None:
    location = f"/sale/issues/attachments/{declare(program).json()['id']}"
    half = stream(PNG[:30], CONTENT_LENGTH=str(len(PNG)))
    response = program.put(location, PNG, "image/png", **half)
    assert (response.status_code, error_of(response)["code"]) == (400, "HttpMessageNotReadableException")
    assert program.put(location, PNG, "image/png").status_code == 200


def test_a_line_that_fails_is_a_transfer_broken_off(program: Program) -> None:
    class Cut(BytesIO):
        def read(self, _count: int | None = -1) -> bytes:
            raise ConnectionResetError

    location = f"/sale/issues/attachments/{declare(program).json()['id']}"
    cut: dict[str, object] = {"wsgi.input": Cut()}
    assert program.put(location, PNG, "image/png", **cut).status_code == 400
    assert program.put(location, PNG, "image/png").status_code == 200


@pytest.mark.parametrize("size", [2**31, 2**63, 10**40])
def test_a_size_beyond_all_numbers_is_422(program: Program, size: int) -> None:
    assert declare(program, size=size).status_code == 422


@pytest.mark.parametrize("name", ["ph\x00oto.png", "a/../b.png", "\u202egnp.png", "x" * 100_000])
def test_a_strange_name_is_cleaned_or_refused(program: Program, name: str) -> None:
    response = declare(program, name)
    if response.status_code == 201:
        kept = StoredFile.objects.get(pk=response.json()["id"]).name
        assert not set(kept) & set("\x00/\\\u202e")
    else:
        assert error_of(response)["path"] == "fileName"


@pytest.mark.django_db(transaction=True)
def test_of_two_transfers_at_once_one_is_kept(program: Program) -> None:
    file_id = declare(program).json()["id"]
    location = f"/sale/issues/attachments/{file_id}"
    gate = Barrier(2)

    def put(_number: int) -> int:
        try:
            gate.wait(timeout=20)
            with at(NOW):
                return program.put(location, PNG, "image/png").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(put, range(2))) == [200, 422]
    assert len([path for path in Path(default_storage.location).rglob("*") if path.is_file()]) == 1
