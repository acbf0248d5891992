"""An archive of documents over urllib3, whose own retries are for what is safe to repeat."""

from __future__ import annotations

import json
from typing import Any, Protocol
from urllib.parse import quote

import urllib3
from hypothesis import strategies as st

from dovetail import GatewayContract, Reply, raises

LARGEST = 200_000


class ArchiveDown(Exception):
    """The archive cannot be asked."""


class NotArchived(Exception):
    """The archive does not have it, or does not take it."""


class Archive(Protocol):
    def keep(self, name: str, text: str) -> str: ...

    def text(self, name: str) -> str: ...

    def names(self) -> list[str]: ...


class Urllib3Archive:
    def __init__(self, url: str, *, ca: str | None = None) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(
            headers={"X-Api-Key": "archive-4242"}, ca_certs=ca, timeout=urllib3.Timeout(5.0), maxsize=4
        )
        self._again = urllib3.Retry(
            total=2,
            redirect=0,
            backoff_factor=0.01,
            status_forcelist={502, 503, 504},
            allowed_methods={"GET"},
            respect_retry_after_header=False,
            raise_on_status=False,
            raise_on_redirect=False,
        )

    def close(self) -> None:
        self._pool.clear()

    def keep(self, name: str, text: str) -> str:
        body = self.asked("POST", "/documents", body=json.dumps({"name": name, "text": text}).encode())
        return self.field(body, "id")

    def text(self, name: str) -> str:
        return self.field(self.asked("GET", f"/documents/{quote(name, safe='')}"), "text")

    def names(self) -> list[str]:
        found = self.asked("GET", "/documents")
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise ArchiveDown("no list of names")
        return found

    def asked(self, method: str, path: str, body: bytes | None = None) -> Any:
        try:
            response = self._pool.request(
                method, self._url + path, body=body, retries=self._again, preload_content=False, redirect=False
            )
            try:
                content = response.read(LARGEST + 1, decode_content=True)
            finally:
                response.release_conn() if response.status == 200 else response.close()
            if len(content) > LARGEST:
                response.close()
                raise ArchiveDown("too much")
        except urllib3.exceptions.MaxRetryError as error:
            raise ArchiveDown(type(error.reason).__name__) from error.reason
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise ArchiveDown(type(error).__name__) from error
        if response.status in {400, 402, 404, 410, 422}:
            raise NotArchived(str(response.status))
        if response.status not in {200, 201}:
            raise ArchiveDown(str(response.status))
        try:
            return json.loads(content)
        except ValueError as error:
            raise ArchiveDown("no JSON") from error

    def field(self, document: Any, name: str) -> str:
        value = document.get(name) if isinstance(document, dict) else None
        if not isinstance(value, str):
            raise ArchiveDown(f"no {name}")
        return value


class ArchiveContract(GatewayContract):
    port = Archive
    calls = {
        "keep": st.tuples(st.sampled_from(["a/b", "ü", "c d"]), st.text("xyz")),
        "text": st.tuples(st.sampled_from(["a/b", "ü", "c d"])),
        "names": (),
    }
    replies = {
        "keep": lambda name, text: Reply(201, json={"id": f"doc {name}"}),
        "text": lambda name: Reply(json={"text": f"all about {name}"}),
        "names": Reply(json=["a/b", "ü"]),
    }
    results = {"keep": lambda name, text: f"doc {name}", "text": lambda name: f"all about {name}"}
    failure = raises(ArchiveDown)
    refusal = raises(NotArchived)
    attempts = 3
    largest = LARGEST


class TestUrllib3Archive(ArchiveContract):
    adapter = Urllib3Archive


contract = ArchiveContract
