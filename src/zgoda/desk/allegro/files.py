"""Attachments: declared, then uploaded to the one-time address the server names; fetched without a vendor type."""

from dataclasses import dataclass

from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import ServerFault, Told
from zgoda.wire.tolerant import read_id


@dataclass(frozen=True, slots=True)
class Upload:
    """``name`` needs an extension, or the platform cannot process it; ``content_type`` goes without parameters."""

    name: str
    content: bytes
    content_type: str


def upload(client: Client, file: Upload) -> str:
    """The attachment's id. An upload that no message names expires, so doing it again after a fault is harmless."""
    body = {"fileName": file.name, "size": len(file.content)}
    declared = client.write("/sale/issues/attachments", body)
    attachment_id = read_id(declared.document)
    if not attachment_id or not declared.location:
        problem = Told(for_developers="a declared attachment without id or address")
        raise ServerFault("POST /sale/issues/attachments", declared.status, problem, declared.trace_id)
    client.put_bytes(declared.location, file.content, file.content_type)
    return attachment_id


def fetch(client: Client, url: str) -> bytes:
    """An attachment's bytes. The answer's type is not to be trusted: look at the bytes."""
    return client.read_bytes(url).body
