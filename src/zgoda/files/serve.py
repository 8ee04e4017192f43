"""Handing a file out. Who may have it was decided by the caller."""

from django.core.files.storage import default_storage
from django.http import FileResponse

from zgoda.files.models import StoredFile


def serve(row: StoredFile) -> FileResponse:
    """The file as a download that no browser guesses about and no cache keeps. Raises ``FileNotFoundError``."""
    response = FileResponse(
        default_storage.open(row.path), as_attachment=True, filename=row.name, content_type=row.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
