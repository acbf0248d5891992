"""Postcards by way of the provider's SDK, which takes a base URL, and tries again by itself where it is let."""

from __future__ import annotations

import json
from typing import Any, Protocol

import urllib3
from hypothesis import strategies as st

from correct.gateway.trust import trusting
from dovetail import GatewayContract, Reply, raises


class PressError(Exception):
    """What the SDK raises where the press answers with an error."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the press answered {status}")
        self.status = status


class PressConnectionError(Exception):
    """What the SDK raises where the press cannot be reached, or is not understood."""


class Press:
    """The SDK."""

    def __init__(self, key: str, *, base_url: str = "https://api.press.example", max_retries: int = 2) -> None:
        self._url = base_url
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._retries = max_retries
        self._pool = urllib3.PoolManager(retries=False, timeout=5.0, ssl_context=trusting())

    def close(self) -> None:
        self._pool.clear()

    def create(self, **card: Any) -> Any:
        for attempt in range(self._retries + 1):
            try:
                response = self._pool.request(
                    "POST", f"{self._url}/cards", body=json.dumps(card), headers=self._headers, redirect=False
                )
                if response.status >= 300:
                    raise PressError(response.status)
                return json.loads(response.data)
            except (urllib3.exceptions.HTTPError, ValueError) as error:
                if attempt == self._retries:
                    raise PressConnectionError(type(error).__name__) from error
            except PressError as error:
                if attempt == self._retries or error.status not in {429, 503}:
                    raise
        raise AssertionError


class NotPrinted(Exception):
    """The card was not printed."""


class AddressRefused(Exception):
    """There is no such address."""


class Postcards(Protocol):
    def send(self, address: str, text: str) -> str: ...


class PressPostcards:
    retries = 0

    def __init__(self, url: str) -> None:
        self._press = Press("press-4242", base_url=url, max_retries=self.retries)

    def close(self) -> None:
        self._press.close()

    def send(self, address: str, text: str) -> str:
        try:
            card = self._press.create(to=address, text=text)
        except PressError as error:
            raise (AddressRefused if error.status == 422 else NotPrinted)(str(error)) from error
        except PressConnectionError as error:
            raise self.unreached(error) from error
        found = card.get("id") if isinstance(card, dict) else None
        if not isinstance(found, str):
            raise NotPrinted("no id")
        return found

    def unreached(self, error: PressConnectionError) -> Exception:
        return NotPrinted(str(error))


class PostcardsContract(GatewayContract):
    port = Postcards
    calls = {"send": st.tuples(st.sampled_from(["Oslo", "Rome"]), st.sampled_from(['with "love"', "100%", "a & b"]))}
    replies = {"send": lambda address, text: Reply(201, json={"id": f"card-{address}"})}
    results = {"send": lambda address, text: f"card-{address}"}
    failure = raises(NotPrinted)
    refusal = {422: raises(AddressRefused)}
    attempts = 1


class TestPressPostcards(PostcardsContract):
    adapter = PressPostcards


contract = PostcardsContract
