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
from sqlalchemy import Engine, update

from drifted.adapters.sql.models import SessionModel
from drifted.adapters.sql.transaction import transaction
from drifted.domain.identity import Access, IdentitiesUnavailable, InvalidToken
from drifted.domain.orders import CustomerId

LIFETIME = 900  # seconds, of an access token


class SqlIdentityProvider:
    """An `IdentityProvider` over an engine. Sessions that are over are kept, for the accounts department."""

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
        with transaction(self._engine, IdentitiesUnavailable) as session:
            model = session.get(SessionModel, claims["sid"])
            if model is None or model.over or model.customer_id != claims["sub"]:
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
                session.execute(update(SessionModel).where(SessionModel.id == session_id).values(over=True))
                raise InvalidToken("nothing is refreshed by this token, or no longer")
        return self._access(session_id, CustomerId(customer_id), fresh)

    def revoke_all(self, customer_id: CustomerId) -> None:
        with transaction(self._engine, IdentitiesUnavailable) as session:
            ended = update(SessionModel).where(SessionModel.customer_id == customer_id).values(over=True)
            session.execute(ended)

    def _access(self, session_id: str, customer_id: CustomerId, secret: str) -> Access:
        now = int(self._clock())
        claims = {
            "iss": "shop",
            "aud": "shop",
            "sub": customer_id,
            "sid": session_id,
            "exp": now + LIFETIME,
        }
        return Access(jwt.encode({"alg": "HS256"}, claims, self._key), f"{session_id}.{secret}")

    def _claims(self, access_token: str) -> dict[str, str]:
        ours = jwt.JWTClaimsRegistry(
            now=int(self._clock()),
            iss={"essential": True, "value": "shop"},
            sub={"essential": True},
            sid={"essential": True},
            exp={"essential": True},
        )
        try:
            token = jwt.decode(access_token, self._key, algorithms=["HS256"])
            ours.validate(token.claims)
        except (JoseError, ValueError) as error:
            raise InvalidToken("the token is none of ours, or too old") from error
        return token.claims


def _hash(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()
