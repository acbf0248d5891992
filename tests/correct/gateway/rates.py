"""Exchange rates over urllib: a Result in place of exceptions, no retries, nothing to close."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import quote

from hypothesis import strategies as st
from result import Err, Ok, Result

from dovetail import GatewayContract, Reply, fails

LARGEST = 100_000


class Rates(Protocol):
    def rate(self, currency: str) -> Result[Decimal, str]: ...

    def currencies(self) -> Result[list[str], str]: ...


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


class UrllibRates:
    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(NoRedirects)

    def rate(self, currency: str) -> Result[Decimal, str]:
        return self.asked(f"/rates/{quote(currency)}", self.read_rate)

    def currencies(self) -> Result[list[str], str]:
        return self.asked("/currencies", self.read_currencies)

    def read_rate(self, document: Any) -> Decimal:
        if not isinstance(document["rate"], str):
            raise TypeError("rate")
        rate = Decimal(document["rate"])
        if not rate.is_finite():
            raise ValueError("rate")
        return rate

    def read_currencies(self, document: Any) -> list[str]:
        found = document["currencies"]
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise TypeError("currencies")
        return found

    def asked(self, path: str, read: Any) -> Result[Any, str]:
        request = urllib.request.Request(self._url + path, headers={"Authorization": "Bearer rates-4242-secret"})
        try:
            with self._opener.open(request, timeout=5.0) as response:
                if response.status != 200:
                    return Err("unavailable")
                content = self.content(response)
            return Ok(read(json.loads(content)))
        except urllib.error.HTTPError as error:
            error.close()
            return Err("unknown currency" if error.code == 404 else "unavailable")
        except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError, ArithmeticError):
            return Err("unavailable")

    def content(self, response: Any) -> bytes:
        found: bytes = response.read(LARGEST + 1)
        if len(found) > LARGEST:
            raise ValueError("too much")
        return found


class RatesContract(GatewayContract):
    port = Rates
    calls = {"rate": st.tuples(st.sampled_from(["EUR", "NOK", "SEK"])), "currencies": ()}
    replies = {
        "rate": lambda currency: Reply(json={"rate": f"{len(currency)}.{ord(currency[0])}"}),
        "currencies": Reply(json={"currencies": ["EUR", "NOK"]}),
    }
    failure = fails("unavailable")
    refusal = {404: fails("unknown currency")}
    largest = LARGEST


class TestUrllibRates(RatesContract):
    adapter = UrllibRates


contract = RatesContract
