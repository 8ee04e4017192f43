"""Files an agent attached, read from where the project keeps people's files."""

from django.core.files.storage import default_storage

from zgoda.files.models import StoredFile


def describe(file: StoredFile) -> dict[str, str]:
    """What a row of the outbox remembers of a file."""
    return {"id": str(file.pk), "name": file.name, "type": file.content_type}


def read_stored(file_id: str) -> bytes:
    """The bytes. Raises ``FileGone`` where the row or what it names is not kept any more."""
    try:
        row = StoredFile.objects.get(pk=file_id)
        with default_storage.open(row.path) as stream:
            return bytes(stream.read())
    except (StoredFile.DoesNotExist, FileNotFoundError):
        raise FileGone from None


class FileGone(Exception):
    """A message's file is no longer kept here, so the message can never be sent as it is."""
