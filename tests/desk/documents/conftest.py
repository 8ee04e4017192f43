"""The time of the tests in the modules that read and add documents, and a PDF that somebody brought."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.invoices import FakeInvoices
from tests.files.pictures import PDF
from zgoda.accounts.models import User
from zgoda.desk.documents import reading, writing
from zgoda.engine.clock import real_now
from zgoda.files.models import StoredFile
from zgoda.files.receive import receive_upload


@pytest.fixture(autouse=True)
def _same_clock(clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reading, writing):
        monkeypatch.setattr(module, "real_now", clock)


@pytest.fixture(autouse=True)
def _files_here(settings: Settings, tmp_path: Path) -> None:
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    settings.SCAN_COMMAND = []


@pytest.fixture
def remote(server: FakeAllegro) -> FakeInvoices:
    return server.invoices


def brought(agent: User, more: bytes = b"", name: str = "FV 1.pdf") -> StoredFile:
    file = receive_upload(agent.pk, SimpleUploadedFile(name, PDF + more), now=real_now())
    assert isinstance(file, StoredFile), file
    return file
