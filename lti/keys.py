"""Signing keys of the tool, and the public keys of platforms."""

import hashlib
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from lti.errors import LaunchRefused, Problem
from lti.outgoing import read_json
from lti.ports import KeySet, KeySets, Platform

KEY_BITS = 2048
REFETCH_AFTER = timedelta(minutes=1)
"""An unknown key id makes us look again, but at most this often."""
TRY_AGAIN_AFTER = timedelta(seconds=5)
"""Where no key is known at all: nobody can come in, so a short outage should stay short."""
KEEP_FOR = timedelta(hours=24)
USE_WHILE_UNREACHABLE = timedelta(days=7)
"""Keys older than a day are still good for a while when newer ones cannot be fetched."""
LARGEST_KEY_SET = 256 * 1024
_TURN = 0.1
"""Seconds between two looks at whether another process has fetched the keys."""
_TURNS = 150


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A private key of the tool (PEM) and its id: the thumbprint of RFC 7638."""

    kid: str
    private_pem: str


def new_signing_key() -> SigningKey:
    """A fresh RSA key."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    return SigningKey(kid=thumbprint(_public(pem)), private_pem=pem)


def _public(private_pem: str) -> dict[str, Any]:
    public = _private(private_pem).public_key()
    found: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(public, as_dict=True)
    return found


@lru_cache(maxsize=8)
def _private(private_pem: str) -> rsa.RSAPrivateKey:
    """Read once: that checks the primes, and takes longer than a signature."""
    private = serialization.load_pem_private_key(private_pem.encode(), password=None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError("not an RSA key")
    return private


def thumbprint(jwk: dict[str, Any]) -> str:
    """RFC 7638 thumbprint of an RSA key."""
    needed = {name: jwk[name] for name in ("e", "kty", "n")}
    packed = json.dumps(needed, sort_keys=True, separators=(",", ":")).encode()
    return urlsafe_b64encode(hashlib.sha256(packed).digest()).rstrip(b"=").decode()


def public_key_set(keys: Iterable[SigningKey]) -> dict[str, Any]:
    """The JWKS that we publish: public parts only."""
    rows = []
    for key in keys:
        public = {k: v for k, v in _public(key.private_pem).items() if k in ("kty", "n", "e")}
        rows.append({**public, "kid": key.kid, "alg": "RS256", "use": "sig"})
    return {"keys": rows}


def sign(claims: dict[str, Any], key: SigningKey) -> str:
    """A signed token (RS256)."""
    return jwt.encode(
        claims, _private(key.private_pem), algorithm="RS256", headers={"kid": key.kid}
    )


class RemoteKeys:
    """Public keys of platforms: cached, fetched again when a key id is unknown.

    One asks for all, whatever their process: whoever comes meanwhile waits for it and uses what it
    brought (Security Framework 1.0 §6.3). A known key costs one `load`.
    """

    def __init__(self, store: KeySets, http: requests.Session) -> None:
        self.store, self.http = store, http

    def find(self, platform: Platform, kid: str, *, now: datetime) -> Any:
        """The key. LaunchRefused: BAD_SIGNATURE for an unknown id, KEYS_UNREACHABLE."""
        known = self.store.load(platform.id)
        key = _fresh(known, kid, now)
        if key is not None:
            return key
        if known is None or not _is_settled(known, now):
            known = self._look(platform, known, kid, now=now)
        return _older(platform, known, kid, now=now)

    def _look(self, platform: Platform, known: KeySet | None, kid: str, *, now: datetime) -> KeySet:
        """What the platform says now, asked by us or by another for whom we wait."""
        for _turn in range(_TURNS):
            if self.store.claim(platform.id, now=now, since=now - _rest(known)):
                return self._fetch(platform, known, now=now)
            time.sleep(_TURN)
            known = self.store.load(platform.id)
            if known and (_fresh(known, kid, now) or _is_settled(known, now)):
                return known
        return replace(known or KeySet(jwks={}, fetched_at=now), tried_at=now)

    def _fetch(self, platform: Platform, known: KeySet | None, *, now: datetime) -> KeySet:
        """Fresh keys; those known before, with the moment of the failure, where there are none."""
        try:
            answer = self.http.get(platform.key_set_url, headers={"Accept": "application/json"})
            if answer.status_code != requests.codes.ok or len(answer.content) > LARGEST_KEY_SET:
                raise requests.RequestException(f"status {answer.status_code}")
            jwks = read_json(answer)
            rows = jwks if isinstance(jwks, dict) and jwks else {"keys": []}
            found = KeySet(jwks=rows, fetched_at=now, asked_at=now)
        except (requests.RequestException, ValueError):
            known = known or KeySet(jwks={}, fetched_at=now)
            found = replace(known, tried_at=now, asked_at=now)
        self.store.save(platform.id, found)
        return found


def _fresh(known: KeySet | None, kid: str, now: datetime) -> Any:
    return _pick(known, kid) if known and now - known.fetched_at < KEEP_FOR else None


def _older(platform: Platform, known: KeySet, kid: str, *, now: datetime) -> Any:
    """A key that may be older than a day; LaunchRefused where there is none that is good."""
    key = _pick(known, kid)
    if key is not None and now - known.fetched_at < USE_WHILE_UNREACHABLE:
        return key
    if known.tried_at is not None:
        raise LaunchRefused(
            Problem.KEYS_UNREACHABLE, issuer=platform.issuer, address=platform.key_set_url
        )
    raise LaunchRefused(Problem.BAD_SIGNATURE, issuer=platform.issuer, key_id=kid)


def _rest(known: KeySet | None) -> timedelta:
    """How long nobody asks again, whoever asked and whatever came of it."""
    return REFETCH_AFTER if known and known.jwks else TRY_AGAIN_AFTER


def _is_settled(known: KeySet, now: datetime) -> bool:
    """Whether somebody asked lately, and what came of it is known."""
    outcomes = (known.tried_at, known.fetched_at if known.jwks else None)
    last = max(filter(None, outcomes), default=None)
    if last is None or (known.asked_at is not None and known.asked_at > last):
        return False
    return now - last < _rest(known)


def _pick(known: KeySet, kid: str) -> Any:
    rows = known.jwks.get("keys")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("kid") == kid and row.get("kty") == "RSA":
            try:
                return jwt.PyJWK(row, algorithm="RS256").key
            except jwt.PyJWTError:
                return None
    return None
