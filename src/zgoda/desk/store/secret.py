"""Secrets of a connection at rest: encrypted in the row, masked everywhere a person or a log could read them."""

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression


class Secret:
    """A token or password in memory. Only ``reveal`` gives it; printing, formatting and ``repr`` never do."""

    __slots__ = ("_clear",)

    def __init__(self, clear: str) -> None:
        self._clear = clear

    def reveal(self) -> str:
        """The clear text, for the header of one request."""
        return self._clear

    def __bool__(self) -> bool:
        return bool(self._clear)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._clear == self._clear

    def __hash__(self) -> int:
        return hash(self._clear)

    def __repr__(self) -> str:
        return "Secret(•••)" if self._clear else "Secret()"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type["Secret"], tuple[str]]:
        raise TypeError("a secret is not written down")


@lru_cache
def _keyring(keys: tuple[str, ...]) -> MultiFernet:
    """The first key encrypts, every key decrypts: a key is changed by putting the new one in front."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def seal(clear: str) -> str:
    """Text safe to store. The empty text stays empty."""
    return _keyring(tuple(settings.TOKEN_KEYS)).encrypt(clear.encode()).decode() if clear else ""


def unseal(stored: str) -> Secret:
    """The inverse of ``seal``. Raises ``InvalidToken`` when no configured key fits."""
    return Secret(_keyring(tuple(settings.TOKEN_KEYS)).decrypt(stored.encode()).decode() if stored else "")


if TYPE_CHECKING:
    _SecretColumn = models.Field[Secret | str, Secret]
else:
    _SecretColumn = models.TextField


class SecretField(_SecretColumn):
    """A text column that holds only ciphertext and is read as ``Secret``."""

    def get_internal_type(self) -> str:
        """A column of text on every database."""
        return "TextField"

    def get_default(self) -> Secret:
        """A new row has no secret."""
        return Secret("")

    def from_db_value(self, value: str | None, _expression: Expression, _connection: BaseDatabaseWrapper) -> Secret:
        """Decrypted on reading; a masked object, never a bare string."""
        return unseal(value or "")

    def get_prep_value(self, value: object) -> str:
        """Encrypted on writing."""
        return seal(value.reveal() if isinstance(value, Secret) else str(value or ""))

    def value_to_string(self, obj: models.Model) -> str:
        """Fixtures and serialisers get the ciphertext."""
        return self.get_prep_value(self.value_from_object(obj))
