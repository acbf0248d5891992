"""Sessions of customers in a relational database, and the tokens that lead there."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256
from secrets import token_urlsafe
from uuid import uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from sqlalchemy import Engine, delete, select, update

from shop.adapters.sql.models import SessionModel
from shop.adapters.sql.transaction import transaction
from shop.domain.identity import Access, IdentitiesUnavailable, InvalidToken
from shop.domain.orders import CustomerId

ALGORITHM = "HS256"
ISSUER = AUDIENCE = "shop"
LIFETIME = 900  # seconds, of an access token


class SqlIdentityProvider:
    """An `IdentityProvider` over an engine.

    An access token is signed, and names its session, which has to be there: revoked is revoked at once.
    A refresh token is a secret of which the session knows the hash, another one after each use.
    """

    def __init__(self, engine: Engine, key: str, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._key = OctKey.import_key(key)
        self._clock = clock

    def grant(self, customer_id: CustomerId) -> Access:
        session_id, secret = str(uuid4()), token_urlsafe()
        with transaction(self._engine, IdentitiesUnavailable) as session:
            session.add(SessionModel(id=session_id, customer_id=customer_id, secret=_hash(secret)))
        return self._access(session_id, customer_id, secret)

    def identify(self, access_token: str) -> CustomerId:
        claims = self._claims(access_token)
        going_on = select(SessionModel).where(
            SessionModel.id == claims["sid"], SessionModel.customer_id == claims["sub"]
        )
        with transaction(self._engine, IdentitiesUnavailable) as session:
            if session.scalar(going_on) is None:
                raise InvalidToken("the session is over")
        return CustomerId(claims["sub"])

    def refresh(self, refresh_token: str) -> Access:
        session_id, _, secret = refresh_token.partition(".")
        fresh = token_urlsafe()
        exchange = (
            update(SessionModel)
            .where(SessionModel.id == session_id, SessionModel.secret == _hash(secret))
            .values(secret=_hash(fresh))
            .returning(SessionModel.customer_id)
        )
        with transaction(self._engine, IdentitiesUnavailable) as session:
            customer_id = session.scalar(exchange)
            if customer_id is None:
                session.execute(delete(SessionModel).where(SessionModel.id == session_id))
        if customer_id is None:  # not above: an exception would roll the end of the session back
            raise InvalidToken("nothing is refreshed by this token, or no longer")
        return self._access(session_id, CustomerId(customer_id), fresh)

    def revoke_all(self, customer_id: CustomerId) -> None:
        with transaction(self._engine, IdentitiesUnavailable) as session:
            session.execute(delete(SessionModel).where(SessionModel.customer_id == customer_id))

    def _access(self, session_id: str, customer_id: CustomerId, secret: str) -> Access:
        now = int(self._clock())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": customer_id,
            "sid": session_id,
            "iat": now,
            "exp": now + LIFETIME,
        }
        return Access(jwt.encode({"alg": ALGORITHM}, claims, self._key), f"{session_id}.{secret}")

    def _claims(self, access_token: str) -> dict[str, str]:
        ours = jwt.JWTClaimsRegistry(
            now=int(self._clock()),
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            sid={"essential": True},
            exp={"essential": True},
        )
        try:
            token = jwt.decode(access_token, self._key, algorithms=[ALGORITHM])
            ours.validate(token.claims)
        except (JoseError, ValueError) as error:
            raise InvalidToken("the token is none of ours, or too old") from error
        return token.claims


def _hash(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()
