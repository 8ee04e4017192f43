"""A mail server in a process of its own, to which the product's letters go; imported by the conftest of who sends some."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.mail.starting import MailServer, running


@pytest.fixture(scope="module")
def mail_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with running(tmp_path_factory.mktemp("mail")) as server:
        yield server


@pytest.fixture
def post_office(mail_server: MailServer, settings: Any) -> MailServer:
    """Empty, well-behaved, and where letters of this test go."""
    mail_server.empty()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    settings.EMAIL_TIMEOUT = 5
    return mail_server
