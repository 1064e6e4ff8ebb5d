"""The stores that `lti` asks for (lti/ports.py), kept in our tables."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, insert, or_, select, update

from lti.ports import Flow, KeySet, Platform
from sidecar import db
from sidecar.tenancy.models import (
    Deployment,
    LoginFlow,
    PlatformKeySet,
    PlatformRegistration,
    ServiceToken,
)

# Made once: SQLAlchemy takes longer to make a statement than to run it, and each launch asks these.
_platforms = PlatformRegistration.__table__
_OF_ISSUER = select(_platforms).where(_platforms.c.issuer == bindparam("issuer")).limit(2)
_OF_CLIENT = _OF_ISSUER.where(_platforms.c.client_id == bindparam("client_id"))
_BY_ID = select(_platforms).where(_platforms.c.id == bindparam("platform_id"))
_KNOWS = select(
    exists().where(
        Deployment.registration_id == bindparam("platform_id"),
        Deployment.deployment_id == bindparam("deployment_id"),
    )
)
_key_sets = PlatformKeySet.metadata.tables[PlatformKeySet.__tablename__]
_WITH_KEYS = _BY_ID.add_columns(_key_sets).outerjoin(
    _key_sets, _key_sets.c.registration_id == _platforms.c.id
)
_KEYS = select(_key_sets).where(_key_sets.c.registration_id == bindparam("platform_id"))
_CLAIM = (
    update(_key_sets)
    .where(
        _key_sets.c.registration_id == bindparam("platform_id"),
        or_(_key_sets.c.asked_at.is_(None), _key_sets.c.asked_at <= bindparam("since")),
    )
    .values(asked_at=bindparam("now"))
    .returning(_key_sets.c.registration_id)
)
_BEGIN_KEYS = insert(_key_sets).values(
    registration_id=bindparam("platform_id"),
    jwks={},
    fetched_at=bindparam("now"),
    asked_at=bindparam("now"),
)
_flows = LoginFlow.metadata.tables[LoginFlow.__tablename__]
_BEGIN = insert(_flows)
_open_flow = and_(_flows.c.state_hash == bindparam("state"), _flows.c.expires_at > bindparam("now"))
_PEEK = select(_flows).where(_open_flow)
_TAKE = delete(_flows).where(_open_flow).returning(_flows)


def platform_of(row: Any) -> Platform:
    """A registration as the protocol sees it."""
    return Platform(
        id=row.id,
        issuer=row.issuer,
        client_id=row.client_id,
        auth_login_url=row.auth_login_url,
        auth_token_url=row.auth_token_url,
        key_set_url=row.key_set_url,
        audience=row.audience,
        is_off=row.state == "off",
    )


class Platforms:
    """Registrations and deployments; one for each request."""

    def __init__(self) -> None:
        self.last: Any = None
        """The row of the last `get`, with the keys that lay beside it."""

    def find(self, issuer: str, client_id: str | None) -> Sequence[Platform]:
        """Registrations of an issuer."""
        query = _OF_ISSUER if client_id is None else _OF_CLIENT
        given = {"issuer": issuer, "client_id": client_id}
        return [platform_of(row) for row in db.session().execute(query, given)]

    def get(self, platform_id: int) -> Platform | None:
        """One registration."""
        given = {"platform_id": platform_id}
        self.last = db.session().execute(_WITH_KEYS, given).one_or_none()
        return platform_of(self.last) if self.last else None

    def has_deployment(self, platform_id: int, deployment_id: str) -> bool:
        """Whether we know the deployment."""
        given = {"platform_id": platform_id, "deployment_id": deployment_id}
        return bool(db.session().scalar(_KNOWS, given))


class Flows:
    """Logins that have begun."""

    def add(self, flow: Flow) -> None:
        """Store and commit."""
        row = {
            "state_hash": flow.state_hash,
            "nonce": flow.nonce,
            "registration_id": flow.platform_id,
            "target_link_uri": flow.target_link_uri,
            "cookie_hash": flow.cookie_hash,
            "user_agent_hash": flow.browser,
            "storage_target": flow.storage_target,
            "expires_at": flow.expires_at,
        }
        with db.transaction() as session:
            session.execute(_BEGIN, row)

    def take(self, state_hash: str, now: datetime) -> Flow | None:
        """Delete and return; committed at once, so that nothing brings a used state back."""
        with db.transaction() as session:
            row = session.execute(_TAKE, {"state": state_hash, "now": now}).one_or_none()
        return _flow(row) if row else None

    def peek(self, state_hash: str, now: datetime) -> Flow | None:
        """Read, and leave it."""
        row = db.session().execute(_PEEK, {"state": state_hash, "now": now}).one_or_none()
        return _flow(row) if row else None


def _flow(row: Any) -> Flow:
    return Flow(
        state_hash=row.state_hash,
        nonce=row.nonce,
        platform_id=row.registration_id,
        target_link_uri=row.target_link_uri,
        cookie_hash=row.cookie_hash,
        browser=row.user_agent_hash,
        storage_target=row.storage_target,
        expires_at=row.expires_at,
    )


class KeySets:
    """Cached public keys of platforms; one for each request.

    `beside`: what the request looks its platform up with; the first look needs no question then.
    """

    def __init__(self, beside: Platforms | None = None) -> None:
        self._has_looked = False
        self._beside = beside

    def load(self, platform_id: int) -> KeySet | None:
        """What was fetched last. The second look sees what others wrote since the first."""
        row = self._row(platform_id)
        if row is None or row.registration_id is None:
            return None
        return KeySet(
            jwks=row.jwks, fetched_at=row.fetched_at, tried_at=row.tried_at, asked_at=row.asked_at
        )

    def _row(self, platform_id: int) -> Any:
        first = self._beside.last if self._beside and not self._has_looked else None
        if self._has_looked:
            db.database().release()
        self._has_looked = True
        if first is not None and first.id == platform_id:
            return first
        return db.session().execute(_KEYS, {"platform_id": platform_id}).one_or_none()

    def claim(self, platform_id: int, *, now: datetime, since: datetime) -> bool:
        """Note that we set out to fetch, and commit; true for one asker in all processes."""
        given = {"platform_id": platform_id, "now": now, "since": since}
        return db.once_more(partial(_claim_keys, given))

    def save(self, platform_id: int, keys: KeySet) -> None:
        """Replace and commit; another's at this very moment is replaced too."""
        db.once_more(partial(_write_keys, platform_id, keys))


def _claim_keys(given: dict[str, Any]) -> bool:
    with db.transaction() as session:
        if session.execute(_KEYS, given).one_or_none() is None:
            session.execute(_BEGIN_KEYS, given)
            return True
        return session.execute(_CLAIM, given).one_or_none() is not None


def _write_keys(platform_id: int, keys: KeySet) -> None:
    with db.transaction() as session:
        session.merge(
            PlatformKeySet(
                registration_id=platform_id,
                jwks=keys.jwks,
                fetched_at=keys.fetched_at,
                tried_at=keys.tried_at,
                asked_at=keys.asked_at,
            )
        )


class Tokens:
    """Cached access tokens."""

    def load(self, platform_id: int, scopes: str, now: datetime) -> str | None:
        """A token that is still good."""
        query = select(ServiceToken.token).where(
            ServiceToken.registration_id == platform_id,
            ServiceToken.scopes == scopes,
            ServiceToken.expires_at > now,
        )
        found = db.session().scalar(query)
        db.database().release()
        return found

    def save(self, platform_id: int, scopes: str, token: str, expires_at: datetime) -> None:
        """Replace and commit; another's at this very moment is replaced too."""
        made = {"token": token, "expires_at": expires_at}
        _replace_token(platform_id, scopes, made)

    def forget(self, platform_id: int, scopes: str) -> None:
        """Drop; commits."""
        _replace_token(platform_id, scopes, None)


def _replace_token(platform_id: int, scopes: str, made: dict[str, Any] | None) -> None:
    with db.transaction() as session:
        # One at a time for a platform: of many, each would find nothing to delete, and insert.
        session.execute(_BY_ID.with_for_update(key_share=True), {"platform_id": platform_id})
        session.execute(
            delete(ServiceToken).where(
                ServiceToken.registration_id == platform_id, ServiceToken.scopes == scopes
            )
        )
        if made is not None:
            session.add(ServiceToken(registration_id=platform_id, scopes=scopes, **made))
