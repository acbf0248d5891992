"""A reading room over httpx: a token that is renewed, texts of any kind in paths, queries and documents."""

from __future__ import annotations

from typing import Any, Protocol
from urllib.parse import quote

import httpx
from hypothesis import strategies as st

from correct.gateway.trust import trusting
from dovetail import GatewayContract, Reply, raises


class RoomClosed(Exception):
    """The reading room cannot be asked."""


class NoSuchBook(Exception):
    """There is no book of this signature."""


class ReadingRoom(Protocol):
    def title(self, signature: str) -> str: ...

    def find(self, words: str) -> list[str]: ...

    def page(self, link: str) -> list[str]: ...

    def note(self, signature: str, text: str) -> None: ...


class HttpReadingRoom:
    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=5.0, verify=trusting())
        self._token: str | None = None

    def close(self) -> None:
        self._client.close()

    def title(self, signature: str) -> str:
        title = self.asked("GET", self.path(signature)).get("title")
        if not isinstance(title, str):
            raise RoomClosed("no title")
        return title

    def find(self, words: str) -> list[str]:
        return self.titles(self.asked("GET", "/books", params=self.query(" ".join(words.upper().split()))))

    def page(self, link: str) -> list[str]:
        return self.titles(self.asked("GET", link))

    def note(self, signature: str, text: str) -> None:
        self.asked("PUT", "/notes", **self.document(signature, text))

    def path(self, signature: str) -> str:
        """Signatures have slashes of their own, which the provider takes for what they are."""
        return f"/books/{quote(signature)}"

    def query(self, words: str) -> Any:
        return {"words": words}

    def document(self, signature: str, text: str) -> dict[str, Any]:
        return {"json": {"signature": signature, "text": text}}

    def titles(self, body: dict[str, Any]) -> list[str]:
        titles = body.get("titles")
        if not isinstance(titles, list) or not all(isinstance(each, str) for each in titles):
            raise RoomClosed("no titles")
        return titles

    def asked(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        try:
            headers = {"Authorization": f"Bearer {self.token()}"}
            response = self._client.request(method, path, headers=headers, **given)
            if response.status_code == 401:
                self.forget()
            if response.status_code in {404, 410}:
                raise NoSuchBook(path)
            if response.status_code != 200:
                raise RoomClosed(str(response.status_code))
            body = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise RoomClosed(type(error).__name__) from error
        if not isinstance(body, dict):
            raise RoomClosed("no object")
        return body

    def token(self) -> str:
        if self._token is None:
            response = self._client.post("/token", json={"reader": "r-17"})
            self._token = str(response.json()["token"])
        return self._token

    def forget(self) -> None:
        self._token = None


TOKEN = {"POST /token": Reply(json={"token": "room-4242", "expires_in": 3600})}
TEXTS = st.text('ab /?#&%+é"', min_size=1, max_size=3).filter(str.strip)


class ReadingRoomContract(GatewayContract):
    port = ReadingRoom
    calls = {
        "title": st.tuples(TEXTS),
        "find": st.tuples(TEXTS),
        "page": ("/books?after=7&size=2",),
        "note": st.tuples(TEXTS, TEXTS),
    }
    replies = {
        "title": {**TOKEN, "GET /books": Reply(json={"title": "Herbs"})},
        "find": {**TOKEN, "GET /books": Reply(json={"titles": ["Herbs", "Ferns"]})},
        "page": {**TOKEN, "GET /books": Reply(json={"titles": ["Herbs", "Ferns"]})},
        "note": {**TOKEN, "PUT /notes": Reply(json={})},
    }
    results = {"title": "Herbs", "find": ["Herbs", "Ferns"], "page": ["Herbs", "Ferns"], "note": None}
    failure = raises(RoomClosed)
    refusal = {404: raises(NoSuchBook)}
    attempts = 1


class TestHttpReadingRoom(ReadingRoomContract):
    adapter = HttpReadingRoom


contract = ReadingRoomContract
