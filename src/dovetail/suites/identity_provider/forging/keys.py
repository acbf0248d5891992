"""Keys that tokens are signed with: secrets, and pairs of a private and a public key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import cache
from typing import Any

from dovetail.errors import ContractError

ALGORITHMS = (
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
_CURVES = {"ES256": "SECP256R1", "ES384": "SECP384R1", "ES512": "SECP521R1"}


class Key:
    """A key for one algorithm.

    Attributes:
        algorithm: the algorithm, as a token's header names it.
        secret: what is shared, where the algorithm has one key for both sides.
    """

    def __init__(self, algorithm: str, held: Any) -> None:
        """Take a secret, or a private key as PEM or as an object of `cryptography`.

        Raises:
            ContractError: the algorithm is unknown, the key is none, or `cryptography` is missing.
        """
        if algorithm not in ALGORITHMS:
            raise ContractError(f"algorithm = {algorithm!r} is none that is known", f"one of {', '.join(ALGORITHMS)}")
        self.algorithm = algorithm
        self.secret: bytes | None = None
        self._private: Any = None
        if algorithm.startswith("HS"):
            if not isinstance(held, (str, bytes)):
                raise ContractError(
                    f"key is a {type(held).__name__}, and {algorithm} takes a text or bytes", 'key = "the secret"'
                )
            self.secret = held.encode() if isinstance(held, str) else held
        else:
            self._private = _private(held, algorithm)

    @property
    def for_verifying(self) -> str | bytes:
        """What an adapter verifies with: the secret, or the public key as PEM."""
        if self.secret is not None:
            try:
                return self.secret.decode()
            except UnicodeDecodeError:
                return self.secret
        return self.public_pem

    @property
    def public_pem(self) -> str:
        serialization = _cryptography("hazmat.primitives.serialization")
        pem: bytes = self._private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return pem.decode()

    def sign(self, data: bytes) -> bytes:
        """The signature of some bytes."""
        if self.secret is not None:
            return hmac_of(self.algorithm, self.secret, data)
        hashes = _cryptography("hazmat.primitives.hashes")
        digest: Any = getattr(hashes, f"SHA{self.algorithm[2:]}")() if self.algorithm != "EdDSA" else None
        match self.algorithm[:2]:
            case "RS":
                return self._signed(data, _cryptography("hazmat.primitives.asymmetric.padding").PKCS1v15(), digest)
            case "PS":
                padding = _cryptography("hazmat.primitives.asymmetric.padding")
                return self._signed(data, padding.PSS(padding.MGF1(digest), digest.digest_size), digest)
            case "ES":
                return self._signed_on_a_curve(data, digest)
            case _:
                return self._signed(data)

    def _signed(self, *arguments: Any) -> bytes:
        signature: bytes = self._private.sign(*arguments)
        return signature

    def _signed_on_a_curve(self, data: bytes, digest: Any) -> bytes:
        """Both numbers of a signature side by side, as JOSE has them."""
        ec = _cryptography("hazmat.primitives.asymmetric.ec")
        utils = _cryptography("hazmat.primitives.asymmetric.utils")
        numbers = utils.decode_dss_signature(self._signed(data, ec.ECDSA(digest)))
        size = (self._private.curve.key_size + 7) // 8
        return b"".join(int(each).to_bytes(size, "big") for each in numbers)

    def jwk(self) -> dict[str, str]:
        """What verifies, as a header may carry it or as a set of keys holds it."""
        if self.secret is not None:
            return {"kty": "oct", "k": in_base64(self.secret)}
        public = self._private.public_key()
        if self.algorithm == "EdDSA":
            return {"kty": "OKP", "crv": "Ed25519", "x": in_base64(public.public_bytes_raw())}
        numbers = public.public_numbers()
        if self.algorithm in _CURVES:
            size = (public.curve.key_size + 7) // 8
            x, y = (in_base64(each.to_bytes(size, "big")) for each in (numbers.x, numbers.y))
            return {"kty": "EC", "crv": f"P-{public.curve.key_size}", "x": x, "y": y}
        return {"kty": "RSA", "n": _unsigned(numbers.n), "e": _unsigned(numbers.e)}


def hmac_of(algorithm: str, secret: bytes, data: bytes) -> bytes:
    """The signature by a secret that is shared."""
    return hmac.new(secret, data, getattr(hashlib, f"sha{algorithm[2:]}")).digest()


@cache
def new_key(algorithm: str, number: int = 0) -> Key:
    """A key that nobody else has; another one for each number, and made once, since that takes its time."""
    del number
    if algorithm.startswith("HS"):
        return Key(algorithm, secrets.token_urlsafe(64))
    if algorithm in _CURVES:
        ec = _cryptography("hazmat.primitives.asymmetric.ec")
        return Key(algorithm, ec.generate_private_key(getattr(ec, _CURVES[algorithm])()))
    if algorithm == "EdDSA":
        return Key(algorithm, _cryptography("hazmat.primitives.asymmetric.ed25519").Ed25519PrivateKey.generate())
    if algorithm in ALGORITHMS:
        return Key(algorithm, _cryptography("hazmat.primitives.asymmetric.rsa").generate_private_key(65537, 2048))
    return Key(algorithm, "")


def _private(held: Any, algorithm: str) -> Any:
    if hasattr(held, "sign") and hasattr(held, "public_key"):
        return held
    serialization = _cryptography("hazmat.primitives.serialization")
    pem = held.encode() if isinstance(held, str) else held
    try:
        return serialization.load_pem_private_key(pem, None)
    except (TypeError, ValueError) as error:
        raise ContractError(
            f"key is no private key as PEM, and tokens that are signed with {algorithm} need one",
            "give the private key of the pair whose public key the adapter has, or leave key out: a pair is made then, "
            "and its public key handed over to a parameter `key` of the adapter's callable",
        ) from error


def _cryptography(module: str) -> Any:
    from importlib import import_module  # noqa: PLC0415 - tokens with a secret need none of it

    try:
        return import_module(f"cryptography.{module}")
    except ModuleNotFoundError as error:
        raise ContractError(
            "tokens with a pair of keys are signed by `cryptography`, which is not installed",
            "pip install 'pytest-dovetail[identity]'",
        ) from error


def _unsigned(number: int) -> str:
    return in_base64(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def in_base64(data: bytes) -> str:
    """Bytes as URLs and tokens have them."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
