from pathlib import Path

import pytest
from pytest_django import Settings

from tests.fakes.mail.fixtures import mail_server, post_office

__all__ = ["mail_server", "post_office"]


@pytest.fixture
def storage(settings: Settings, tmp_path: Path) -> None:
    """Files go into a folder of the test and are not scanned."""
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    settings.SCAN_COMMAND = []
