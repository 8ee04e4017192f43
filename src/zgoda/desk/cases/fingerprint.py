"""By what a message of ours is recognised in a chat that has no idempotency key."""

import hashlib
import unicodedata


def text_fingerprint(text: str, file_names: list[str]) -> str:
    """The text without regard to white space and to how letters are composed, which servers change; without a text
    the names of the files. Beside a text the names do not count: a server may rename a file."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    parts = [plain] if plain else sorted(name.casefold() for name in file_names)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
