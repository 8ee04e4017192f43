"""Keys that a first start makes for itself and keeps beside the data, readable by the owner only."""

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path


def read_or_create(path: Path) -> str:
    """The key in ``path``; made once if absent, also when several processes start together."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def derived(key: str, purpose: str) -> str:
    """A key of its own for one purpose: who holds it knows neither ``key`` nor that of another purpose."""
    return hmac.new(key.encode(), f"zgoda:{purpose}".encode(), sha256).hexdigest()
