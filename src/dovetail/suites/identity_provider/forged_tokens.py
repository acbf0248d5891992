"""The tokens that no provider may take, by what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dovetail.suites.identity_provider.forging.jwt import Token, encoded, opened, part, signed
from dovetail.suites.identity_provider.forging.key_server import served
from dovetail.suites.identity_provider.forging.keys import Key, hmac_of, new_key
from dovetail.suites.identity_provider.scenario import IdentityScenario

_YEAR = 365 * 86400


def expired(s: IdentityScenario) -> Iterator[Token]:
    """Tokens whose time is over."""
    late = s.late
    yield s.minted(f"it expired {late} s ago", exp=s.now - late, iat=s.now - late - 60, nbf=s.now - late - 60)
    yield s.minted("it expired a year ago", exp=s.now - _YEAR, iat=s.now - 2 * _YEAR, nbf=s.now - 2 * _YEAR)
    if s.binding.key is not None:
        yield s.minted("it expired in 1970", exp=0, iat=0, nbf=0)


def not_yet(s: IdentityScenario) -> Iterator[Token]:
    """Tokens whose time has not come."""
    for seconds, told in ((s.late + 30, f"in {s.late + 30} s"), (_YEAR, "in a year")):
        yield s.minted(f"it is valid from a moment {told}", nbf=s.now + seconds, exp=s.now + seconds + 900)


def of_another_issuer(s: IdentityScenario) -> Iterator[Token]:
    """Tokens that somebody else issued."""
    issuer = str(s.binding.contract.issuer)
    yield s.minted("somebody else issued it", iss="https://somebody.example")
    yield s.minted("its issuer begins like the right one", iss=f"{issuer}.evil.example")
    yield s.minted("its issuer is the beginning of the right one", iss=_beginning(issuer))
    yield s.minted("its issuer is empty", iss="")
    yield s.minted("it names no issuer", iss=None)


def for_another_audience(s: IdentityScenario) -> Iterator[Token]:
    """Tokens that are meant for another service."""
    audience = str(s.binding.contract.audience)
    yield s.minted("it is meant for another service", aud="another-service")
    yield s.minted("it is meant for other services", aud=["another-service", "a-third"])
    yield s.minted("its audience has the right one in it", aud=f"not-{audience}-either")
    yield s.minted("its audience is the beginning of the right one", aud=_beginning(audience))
    yield s.minted("it is meant for nobody", aud=[])
    yield s.minted("it names no audience", aud=None)


def _beginning(text: str) -> str:
    """Half of a text: a slash at its end, more or less, may be no difference."""
    return text[: len(text) // 2]


def of_another_key(s: IdentityScenario) -> Iterator[Token]:
    """Tokens that are signed with another key, or whose content was changed after they were signed."""
    key, claims = s.binding.key, s.claims(s.binding.subjects[0])
    if key is not None:
        other = new_key(key.algorithm, 1)
        header = s.binding.contract.header
        yield Token(signed(other, claims, header), "it is signed with another key")
        yield Token(signed(other, claims, {"kid": "../../../../dev/null"}), "its header names another key")
        if key.secret is not None:
            head = {"alg": key.algorithm, "typ": "JWT", "kid": "/dev/null"}
            empty = hmac_of(key.algorithm, b"", f"{part(head)}.{part(claims)}".encode())
            yield Token(encoded(head, claims, empty), "it is signed with an empty secret")
    yield from _tampered(s, s.valid().text)


def _tampered(s: IdentityScenario, valid: str) -> Iterator[Token]:
    parts = opened(valid)
    if parts is None:
        middle = len(valid) // 2
        flipped = "A" if valid[middle] != "A" else "B"
        yield Token(valid[:middle] + flipped + valid[middle + 1 :], "one character of it was changed")
        yield Token(valid[: middle + middle // 2], "its end is cut off")
        yield Token(valid[::-1], "it is another one of its length")
        return
    header, claims, signature = parts
    other = s.binding.subjects[1] if len(s.binding.subjects) > 1 else "somebody-else"
    subject = s.binding.subjects[0]
    forged = json.loads(json.dumps(claims).replace(subject, other)) if subject in json.dumps(claims) else claims
    changed = {**forged, "admin": True}
    yield Token(f"{part(header)}.{part(changed)}.{signature}", "its claims were changed, and its signature was left")
    middle = len(signature) // 2
    flipped = "A" if signature[middle] != "A" else "B"
    begin = valid.rpartition(".")[0]
    yield Token(f"{begin}.{signature[:middle]}{flipped}{signature[middle + 1 :]}", "its signature was changed")
    whole = middle - middle % 4  # letters of base64 that stand for whole bytes
    yield Token(f"{begin}.{signature[:whole]}", "half of its signature is cut off")
    yield Token(f"{begin}.", "its signature is cut off")


def unsigned(s: IdentityScenario) -> Iterator[Token]:
    """Tokens that say of themselves that they need no signature."""
    valid = opened(s.valid().text)
    if valid is None:
        return
    header, claims, signature = valid
    for name in ("none", "None", "NONE", "nOnE", "", None):
        head: dict[str, Any] = {**header, "alg": name}
        yield Token(encoded(head, claims, b""), f'its header says "alg": {json.dumps(name)}, and it has no signature')
    head = {**header, "alg": "none"}
    yield Token(encoded(head, claims, None), 'its header says "alg": "none", and it has two parts')
    yield Token(f"{part(head)}.{part(claims)}.{signature}", 'its header says "alg": "none", and a signature was left')
    head = {name: value for name, value in header.items() if name != "alg"}
    yield Token(encoded(head, claims, b""), "its header names no algorithm, and it has no signature")


def of_another_algorithm(s: IdentityScenario) -> Iterator[Token]:
    """Tokens whose header names another algorithm than the one that the provider is to verify with."""
    key, claims = s.binding.key, s.claims(s.binding.subjects[0])
    assert key is not None  # else the clause does not apply
    yield from _with_its_own_key(s, key, claims)
    if key.secret is not None:
        for name in ("RS256", "ES256", "PS256"):
            head = {"alg": name, "typ": "JWT"}
            data = f"{part(head)}.{part(claims)}".encode()
            yield Token(encoded(head, claims, b"\0" * 64), f"its header says {name}, and its signature is none")
            yield Token(
                encoded(head, claims, hmac_of("HS256", b"", data)), f"its header says {name}, its secret is empty"
            )
        return
    pem = key.public_pem
    for name in ("HS256", "HS384", "HS512"):
        for secret, told in ((pem, "the public key"), (pem.strip(), "the public key without its last line break")):
            head = {"alg": name, "typ": "JWT"}
            signature = hmac_of(name, secret.encode(), f"{part(head)}.{part(claims)}".encode())
            yield Token(encoded(head, claims, signature), f"its header says {name}, and its secret is {told}")


def _with_its_own_key(s: IdentityScenario, key: Key, claims: Mapping[str, Any]) -> Iterator[Token]:
    """Tokens of which the header says what they are to be verified with."""
    own, stated = new_key(key.algorithm, 1), s.binding.contract.header
    brought = {"use": "sig", "alg": own.algorithm, "kid": "own", **own.jwk()}
    header = {"kid": "own", **stated}
    yield Token(signed(own, claims, {**header, "jwk": brought}), "its header brings the key that it is signed with")
    with served([{**brought, "kid": header["kid"]}]) as url:
        yield Token(
            signed(own, claims, {**header, "jku": url}), "its header says where the key that it is signed with is"
        )


def garbled(s: IdentityScenario) -> Iterator[Token]:
    """What is no token at all."""
    valid = s.valid().text
    for text, told in (
        ("", "it is empty"),
        (" ", "it is a blank"),
        ("x", "it is one letter"),
        ("..", "it is two dots"),
        ("a.b", "it has two parts"),
        ("a.b.c", "its parts are no base64"),
        ("a.b.c.d.e", "it has five parts"),
        ("null", "it is null"),
        ("\0", "it is a NUL"),
        ("é.ü.ß", "it has letters beyond ASCII"),
        ("x" * 20_000, "it is very long"),
        ("%", "it is a wildcard of LIKE"),
        ("_" * len(valid), "it is made of wildcards, as many as a token has letters"),
        ("*", "it is a wildcard of GLOB"),
        (valid[: len(valid) // 3], "two thirds of it are cut off"),
        (".".join(reversed(valid.split("."))), "its parts are in another order"),
        (valid + valid, "it is there twice"),
    ):
        if text != valid:
            yield Token(text, told)
    if (parts := opened(valid)) is not None:
        _, claims, signature = parts
        for document, told in (
            ("[]", "a list"),
            ('"x"', "a text"),
            ("1", "a number"),
            ("null", "null"),
            ("{", "no JSON"),
        ):
            yield Token(f"{part(document)}.{part(claims)}.{signature}", f"its header is {told}")
        yield Token(f"{valid.partition('.')[0]}.{part('{')}.{signature}", "its claims are no JSON")
