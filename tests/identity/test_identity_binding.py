"""What the contracts on identity read of their ports, hand over, refuse, and say where they cannot check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

import jwt
import pytest

from correct.access_revokers.denylists import DictDenylist
from correct.identity_providers.services import PyjwtVerifier, ServicesContract
from correct.identity_providers.sessions import SessionsContract
from correct.password_hashers.accounts import AccountsContract, BcryptHasher
from correct.password_hashers.members import HashingContract, RawPassword
from correct.password_hashers.vault import RaisingVault, VaultContract
from dovetail import (
    AccessRevokerContract,
    ContractError,
    IdentityProviderContract,
    PasswordHasherContract,
    raises,
    returns,
    verify,
)
from dovetail.suites.environment.clock import Clock
from dovetail.suites.environment.factory import Factory
from dovetail.suites.environment.texts import as_text, from_text, texts_in
from dovetail.suites.identity_provider.forging.jwt import opened, signed
from dovetail.suites.identity_provider.forging.keys import Key, new_key
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.subject import bound
from dovetail.suites.kernel.suite import Suite
from dovetail.suites.password_hasher.cost import cost_of


def roles(contract: Any, word: str) -> list[str]:
    return [role for _, role in bound(contract).operations[word].roles]


def outcome(contract: Any, clause: str) -> Any:
    return Suite(contract).run(next(check for check in contract.checks if check.clause == clause))


def test_the_operations_of_a_hasher_are_read() -> None:
    assert roles(AccountsContract, "verify") == ["password", "hash"]
    assert roles(VaultContract, "verify") == ["hash", "password"]
    assert roles(HashingContract, "verify") == ["password", "hash"]
    assert set(bound(AccountsContract).operations) == {"hash", "verify", "needs_rehash"}
    assert isinstance(bound(HashingContract).password("long enough"), RawPassword)


def test_a_port_that_hashes_nothing_is_refused() -> None:
    class Empty(Protocol):
        def ponder(self, question: str) -> str: ...

    with pytest.raises(ContractError, match="called like a hasher's hash") as refused:
        bound(type("C", (PasswordHasherContract,), {"port": Empty}))
    assert 'operations = {"hash": "ponder"}' in refused.value.remedy


def test_a_function_of_the_contract_takes_the_place_of_a_method() -> None:
    class Odd(Protocol):
        def seal(self, plain: str, rounds: int) -> str: ...
        def opens(self, plain: str, sealed: str) -> bool: ...

    class OddHasher:
        def seal(self, plain: str, rounds: int) -> str:
            return BcryptHasher(rounds).hash(plain)

        def opens(self, plain: str, sealed: str) -> bool:
            return BcryptHasher().verify(plain, sealed)

    class OddContract(PasswordHasherContract):
        port = Odd
        adapter = OddHasher
        operations = {"hash": lambda adapter, password: adapter.seal(password, 4), "verify": "opens"}
        production = staticmethod(OddHasher)
        floor = {"bcrypt": 4}

    report = verify(OddContract)
    assert report.holds
    assert report.outcomes["HASH-04"].verdict is Verdict.HELD


@pytest.mark.parametrize(
    ("text", "scheme", "number"),
    [
        ("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", "argon2", 196608),
        ("argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA", "argon2", 204800),
        ("$2b$12$abcdefghijklmnopqrstuu", "bcrypt", 12),
        ("bcrypt_sha256$$2b$12$abcdefghijklmnopqrstuu", "bcrypt", 12),
        ("$bcrypt-sha256$v=2,t=2b,r=12$abc$def", "bcrypt", 12),
        ("scrypt:32768:8:1$salt$aa", "scrypt", 262144),
        ("scrypt$16384$salt$8$5$aa", "scrypt", 131072),
        ("$scrypt$ln=17,r=8,p=1$aa$bb", "scrypt", 1048576),
        ("pbkdf2_sha256$600000$salt$aa", "pbkdf2-sha256", 600000),
        ("pbkdf2:sha256:260000$salt$aa", "pbkdf2-sha256", 260000),
        ("$pbkdf2-sha512$25000$aa$bb", "pbkdf2-sha512", 25000),
        ("$6$rounds=656000$aa$bb", "crypt", 656000),
        ("$1$salt$aa", "crypt", 1000),
        ("5f4dcc3b5aa765d61d8327deb882cf99", "digest", 0),
    ],
)
def test_the_cost_of_a_hash_is_read(text: str, scheme: str, number: int) -> None:
    cost = cost_of(text)

    assert cost is not None
    assert (cost.scheme, cost.number) == (scheme, number)


def test_a_hash_of_an_unknown_form_has_no_known_cost() -> None:
    assert cost_of("salt:0badc0de") is None


def test_the_cost_of_tests_is_told_from_that_of_production() -> None:
    class Cheap(AccountsContract):
        adapter = staticmethod(lambda: BcryptHasher(rounds=4))

    finding = outcome(Cheap, "HASH-11").finding
    assert finding.got == "4: 4 rounds"
    assert "production = " in finding.hint


def test_an_undeclared_error_for_a_malformed_hash_is_recorded() -> None:
    unstated = type(
        "Unstated", (VaultContract,), {"malformed": None, "adapter": staticmethod(lambda: RaisingVault(10))}
    )

    found = outcome(unstated, "HASH-10")
    assert found.verdict is Verdict.NOT_STATED
    assert (found.policy, found.answer) == ("malformed", "raises(UnusableHash)")


class PanicException(BaseException):
    """What a library in Rust raises where it did not expect what came."""


class PanickingHasher(BcryptHasher):
    def verify(self, password: str, hashed: str) -> bool:
        if hashed == "$2b$04$tooshort":
            raise PanicException("range end index 22 out of range for slice of length 8")
        return super().verify(password, hashed)


def test_a_panic_of_a_library_is_told_as_a_finding() -> None:
    found = outcome(type("C", (AccountsContract,), {"adapter": staticmethod(lambda: PanickingHasher(4))}), "HASH-10")
    assert found.finding.got.startswith("panics: range end index")


class Verifier(Protocol):
    def verify(self, token: str) -> str: ...


def test_a_token_must_be_made_somehow() -> None:
    with pytest.raises(ContractError, match="nothing says how a valid token") as refused:
        bound(type("C", (IdentityProviderContract,), {"port": Verifier}))
    assert "algorithm =" in refused.value.remedy
    assert "mint =" in refused.value.remedy


def test_a_key_that_is_made_must_be_taken() -> None:
    class Deaf(ServicesContract):
        adapter = staticmethod(lambda: PyjwtVerifier("its own", "RS256"))

    with pytest.raises(ContractError, match="its adapter does not take it"):
        Suite(Deaf)


def test_a_public_key_signs_nothing() -> None:
    with pytest.raises(ContractError, match="no private key as PEM"):
        Key("RS256", new_key("RS256").public_pem)


def test_an_unknown_algorithm_is_refused() -> None:
    with pytest.raises(ContractError, match="HS265"):
        bound(type("C", (IdentityProviderContract,), {"port": Verifier, "algorithm": "HS265"}))


def test_one_object_for_a_request_needs_the_token() -> None:
    class Current(Protocol):
        def current_user_id(self) -> str: ...

    class CurrentContract(IdentityProviderContract):
        port = Current
        key = "a secret of the tests, of 32 bytes and more"
        adapter = staticmethod(object)

    with pytest.raises(ContractError, match="takes no token") as refused:
        Suite(CurrentContract)
    assert "lambda token" in refused.value.remedy


def test_failures_that_are_not_stated_are_told() -> None:
    body = {"invalid": None, "adapter": staticmethod(lambda key: PyjwtVerifier(key, "RS256"))}

    found = outcome(type("Unstated", (ServicesContract,), body), "IDP-10")
    assert found.verdict is Verdict.NOT_STATED
    assert found.answer == "raises(InvalidToken)"


def test_a_secret_of_the_contract_is_shown_in_no_finding() -> None:
    secret = "a secret of the tests, of 32 bytes and more"

    class Telling(PyjwtVerifier):
        def __repr__(self) -> str:
            return f"Telling({self._key!r})"

    class TellingContract(ServicesContract):
        algorithm = "HS256"
        key = secret
        adapter = staticmethod(lambda: Telling(secret, "HS256"))

    finding = outcome(TellingContract, "IDP-15").finding
    assert "***" in finding.got
    assert secret not in finding.got


@pytest.mark.parametrize("algorithm", ["HS512", "RS256", "PS384", "ES512", "EdDSA"])
def test_tokens_that_are_made_are_read_by_pyjwt(algorithm: str) -> None:
    import jwt

    key = new_key(algorithm)
    assert jwt.decode(signed(key, {"sub": "ana"}), key.for_verifying, algorithms=[algorithm]) == {"sub": "ana"}
    assert opened(signed(key, {"sub": "ana"})) is not None


def test_the_clock_comes_in_the_form_that_is_asked_for() -> None:
    def of_seconds(clock: Callable[[], float]) -> None: ...
    def of_moments(clock: Callable[[], dt.datetime]) -> None: ...

    clock = Clock()
    clock.advance(3600)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=59)
    for function, kind in ((of_seconds, float), (of_moments, dt.datetime)):
        given = clock.as_asked(Factory(function, "adapter", "C", ["clock"]).hint("clock"))
        assert isinstance(given(), kind)
    assert clock.now() > later
    assert clock.time() > later.timestamp()


def test_a_callable_that_needs_what_nobody_gives_is_refused() -> None:
    class Greedy(SessionsContract):
        adapter = staticmethod(lambda database: None)

    with pytest.raises(ContractError, match="needs database") as refused:
        Suite(Greedy)
    assert "clock, hasher, key, token are handed over" in refused.value.remedy


def test_texts_are_made_and_read() -> None:
    make = from_text(RawPassword)
    assert make is not None
    assert as_text(make("long enough")) == "long enough"
    assert from_text(dict) is None
    assert list(texts_in({"sub": "ana", "roles": ["admin"], "nested": {"id": 7}})) == ["ana", "admin", "7"]


class BareRevoker(Protocol):
    def revoke(self, user_id: int) -> None: ...


def test_what_revokes_a_user_is_known_by_its_parameter() -> None:
    class BareContract(AccessRevokerContract):
        port = BareRevoker
        operations = {"grant": lambda opened, user: user, "check": lambda opened, token: True}

    assert bound(BareContract).revoking == ("revoke_all",)
    assert bound(BareContract).users == ("101", "1011", "10")


def test_a_revoker_alone_is_told_what_is_missing() -> None:
    with pytest.raises(ContractError, match="how access is checked") as refused:
        bound(type("C", (AccessRevokerContract,), {"port": BareRevoker}))
    assert '"check": lambda opened, token' in refused.value.remedy


def test_a_path_is_a_function_of_two() -> None:
    body = {
        "port": BareRevoker,
        "operations": {"grant": lambda opened, user: user},
        "paths": {"door": lambda token: token},
    }
    with pytest.raises(ContractError, match="the path 'door'"):
        bound(type("C", (AccessRevokerContract,), body))


def test_a_second_path_is_asked_too() -> None:
    class Doors(AccessRevokerContract):
        port = type(DictDenylist.__name__, (Protocol,), dict(vars(DictDenylist)))
        adapter = staticmethod(lambda: DictDenylist({}))
        paths = {"back door": lambda opened, token: True}
        refused = returns(False)

    finding = outcome(Doors, "REV-01").finding
    assert finding.scenario[-1].startswith("back door(revoker, ")


def test_an_operation_that_is_not_there_is_refused() -> None:
    body = {"port": Verifier, "operations": {"identify": "whoami"}, "key": "secret", "invalid": raises(ValueError)}
    with pytest.raises(ContractError, match="names 'whoami', and Verifier has no such method"):
        bound(type("C", (IdentityProviderContract,), body))


class SessionTokens:
    """Takes signed tokens, and opaque ones, of sessions that it has begun itself."""

    def __init__(self) -> None:
        self.sessions: dict[str, str] = {}

    def grant(self, user_id: str) -> str:
        session = f"session-{len(self.sessions)}"
        self.sessions[session] = user_id
        return session

    def identify(self, token: str) -> str:
        if token in self.sessions:
            return self.sessions[token]
        try:
            claims = jwt.decode(token, _SECRET, algorithms=["HS256"], options={"require": ["exp", "sid"]})
            return self.sessions[claims["sid"]]
        except (jwt.InvalidTokenError, KeyError) as error:
            raise PermissionError from error


class SessionTokensPort(Protocol):
    def identify(self, token: str) -> str: ...


_SECRET = "a secret of thirty-two bytes or more"


class SessionTokensContract(IdentityProviderContract):
    port = SessionTokensPort
    invalid = raises(PermissionError)
    adapter = SessionTokens


@pytest.mark.parametrize(
    "stated",
    [
        {"key": _SECRET, "claims": lambda subject, adapter: {"sid": adapter.grant(subject)}},
        {"mint": lambda sub, adapter: adapter.grant(sub)},
    ],
    ids=["claims", "mint"],
)
def test_what_makes_tokens_is_handed_the_adapter(stated: dict[str, Any]) -> None:
    """So that sessions are begun where the adapter looks for them, which no line of the contract could reach."""
    report = verify(type("C", (SessionTokensContract,), stated))
    assert report.holds, report
    assert report.outcomes["IDP-01"].verdict is Verdict.HELD


def test_claims_that_take_whatever_comes_are_given_the_subject_alone() -> None:
    taken: list[dict[str, Any]] = []

    def mint(**given: Any) -> str:
        taken.append(given)
        return "session-0"

    assert (
        outcome(type("C", (SessionTokensContract,), {"mint": staticmethod(mint)}), "IDP-01").verdict is Verdict.BROKEN
    )
    assert "adapter" not in taken[0]


def test_what_an_adapter_is_made_with_is_not_made_with_the_adapter() -> None:
    contract = type(
        "C",
        (SessionTokensContract,),
        {"adapter": lambda token: SessionTokens(), "mint": lambda sub, adapter: adapter.grant(sub)},
    )
    with pytest.raises(ContractError, match="mint takes the adapter, which is made with a token"):
        outcome(contract, "IDP-01")
