"""A client that none of us wrote: generated from the document's structure, it lists, reads, replies and attaches."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from pytest_django import Settings

from tests.centre import stage
from tests.centre.api.conftest import NOW, token_for
from tests.files.pictures import OF_KIND
from zgoda.domain.actors import Role
from zgoda.engine import clock

STRUCTURE = Path(__file__).parent / "allegro-structure.json"
PNG = OF_KIND["image/png"]
CONFIG = """
package_name_override: allegro_generated
project_name_override: allegro-generated
post_hooks: []
content_type_overrides:
  image/png: application/octet-stream
  "*/*": application/octet-stream
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The client's package, importable by its name."""
    folder = tmp_path_factory.mktemp("generated")
    config = folder / "config.yml"
    config.write_text(CONFIG, "utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    files = ["--path", str(STRUCTURE), "--config", str(config), "--output-path", str(folder / "allegro_generated")]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    sys.path.insert(0, str(folder))
    yield "allegro_generated"
    sys.path.remove(str(folder))


def operation(package: str, name: str) -> ModuleType:
    """The module of one operation, wherever the generator put it."""
    root = Path(str(importlib.import_module(package).__file__)).parent
    (found,) = root.glob(f"api/**/{name}.py")
    dotted = ".".join(found.relative_to(root.parent).with_suffix("").parts)
    return importlib.import_module(dotted)


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The server in this process must not close the test's own database connection."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
def test_a_generated_client_lists_reads_replies_and_attaches(
    generated: str, settings: Settings, tmp_path: Path
) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    settings.SCAN_COMMAND = []
    case = stage.opened()
    client = _client(generated, token_for(stage.account("seller", Role.SELLER)))
    models: Any = importlib.import_module(f"{generated}.models")
    with clock.at(NOW):
        listed: Any = operation(generated, "get_list_of_issues_using_get").sync(client=client, limit=10)
        (issue,) = listed.issues
        assert (issue.id, issue.type_.value, issue.current_state.status.value) == (
            str(case.id),
            "DISPUTE",
            "DISPUTE_ONGOING",
        )
        one: Any = operation(generated, "get_issue_using_get").sync(case.id, client=client)
        assert one.chat.initial_message.author.role.value == "BUYER"
        file_id = _attach(generated, client, models)
        reply = models.MessageRequest(
            type_=models.MessageRequestType.REGULAR,
            text="Here is the picture.",
            attachments=[models.PostPurchaseIssueAttachmentId(id=file_id)],
        )
        sent: Any = operation(generated, "add_message_to_issue_using_post").sync(case.id, client=client, body=reply)
        assert (sent.text, sent.attachments[0].file_name) == ("Here is the picture.", "proof.png")
        chat: Any = operation(generated, "get_chat_from_issue_using_get").sync(case.id, client=client)
        assert [entry.author.role.value for entry in chat.chat] == ["SELLER", "BUYER"]
        assert chat.chat[0].to_dict() == sent.to_dict()


def _attach(generated: str, client: Any, models: Any) -> str:
    declaration = models.AttachmentDeclaration(file_name="proof.png", size=len(PNG))
    declared: Any = operation(generated, "create_an_issue_attachment_using_post").sync_detailed(
        client=client, body=declaration
    )
    types: Any = importlib.import_module(f"{generated}.types")
    stored: Any = operation(generated, "upload_issue_attachment_using_put").sync(
        declared.parsed.id, client=client, body=types.File(payload=BytesIO(PNG))
    )
    assert stored.id == declared.parsed.id
    read: Any = operation(generated, "get_issue_attachment_using_get").sync_detailed(stored.id, client=client)
    assert read.content.startswith(b"\x89PNG")
    assert declared.headers["location"].endswith(f"/sale/issues/attachments/{stored.id}")
    return str(declared.parsed.id)


def _client(generated: str, token: str) -> Any:
    package: Any = importlib.import_module(generated)
    transport = httpx.WSGITransport(app=WSGIHandler())
    return package.AuthenticatedClient(
        base_url="http://127.0.0.1:8000",
        token=token,
        headers={"User-Agent": "Generated/1.0 (+https://program.example)"},
        httpx_args={"transport": transport},
        raise_on_unexpected_status=True,
    )
