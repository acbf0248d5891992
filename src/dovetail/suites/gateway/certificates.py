"""Certificates that a client must refuse, and one that it must not; made by trustme, an extra of dovetail."""

from __future__ import annotations

import atexit
import datetime as dt
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

INSTALL = "certificates are made by trustme: pip install 'pytest-dovetail[gateway]'"


@dataclass(frozen=True)
class Certificates:
    """The certificates of providers.

    Attributes:
        ca: the file of the authority that issued all but `untrusted`.
        right: of this host, and valid.
        other_host: of another host.
        expired: valid until yesterday.
        untrusted: of this host, by an authority that nobody trusts.
    """

    ca: str
    right: ssl.SSLContext
    other_host: ssl.SSLContext
    expired: ssl.SSLContext
    untrusted: ssl.SSLContext


def can_be_made() -> bool:
    """Whether trustme is installed."""
    return find_spec("trustme") is not None


@contextmanager
def certificates() -> Iterator[Certificates]:
    """Certificates for 127.0.0.1, whose authority is in a file for as long as they are needed."""
    import trustme  # noqa: PLC0415 - an extra

    trusted, nobody = trustme.CA(), trustme.CA()
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    long_ago = yesterday - dt.timedelta(days=30)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ca.pem"
        trusted.cert_pem.write_to_path(str(path))
        yield Certificates(
            str(path),
            _context(trusted.issue_cert("127.0.0.1", "localhost")),
            _context(trusted.issue_cert("payments.invalid")),
            _context(trusted.issue_cert("127.0.0.1", not_before=long_ago, not_after=yesterday)),
            _context(nobody.issue_cert("127.0.0.1", "localhost")),
        )


@cache
def lasting() -> Certificates:
    """Certificates for as long as the process lasts: a suite that speaks TLS in every trial makes them once."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(certificates())


def _context(certificate: object) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)  # type: ignore[attr-defined]
    return context
