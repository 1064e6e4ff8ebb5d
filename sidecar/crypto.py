"""Secrets at rest: encryption under the setting `secret_key`, and hashes of one-time tokens."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from sidecar.errors import SettingsError

_box: Fernet | None = None


def bind(secret_key: str) -> None:
    """Choose the key of this process, derived from the setting."""
    global _box  # noqa: PLW0603 - one key a process, chosen at start
    _box = Fernet(base64.urlsafe_b64encode(derive(secret_key, b"secrets at rest")))


def derive(secret_key: str, purpose: bytes) -> bytes:
    """32 bytes for one purpose: keys of different purposes tell nothing of each other."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret_key.encode())


def encrypt(text: str) -> str:
    """The text, sealed."""
    return _bound().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """The text again; SettingsError when the key is not the one that sealed it."""
    try:
        return _bound().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SettingsError(
            "VALO_SECRET_KEY is not the key that this database was written with"
        ) from error


def _bound() -> Fernet:
    if _box is None:
        raise RuntimeError("no secret key bound: call crypto.bind(secret_key) first")
    return _box


def new_token() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a random token. No salt: the token itself is 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Equal, compared in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


class Sealed(TypeDecorator[str]):
    """A text column that is encrypted in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else encrypt(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else decrypt(value)
