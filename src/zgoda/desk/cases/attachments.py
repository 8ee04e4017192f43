"""Files an agent attached, read from where the project keeps people's files."""

from django.core.files.storage import default_storage

from zgoda.files.models import StoredFile


def describe(file: StoredFile) -> dict[str, str]:
    """What a row of the outbox remembers of a file."""
    return {"id": str(file.pk), "name": file.name, "type": file.content_type}


def read_stored(file_id: str) -> bytes:
    """The bytes. Raises ``StoredFile.DoesNotExist`` or ``FileNotFoundError``."""
    row = StoredFile.objects.get(pk=file_id)
    with default_storage.open(row.path) as stream:
        return bytes(stream.read())
