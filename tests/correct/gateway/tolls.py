"""Tolls of a bridge over urllib.request: an answer in XML, a picture as it came, and two answers to 404."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree
from http.client import HTTPException
from typing import Protocol

from correct.gateway.trust import trusting
from dovetail import GatewayContract, Reply, raises, returns


class TollsDown(Exception):
    """The bridge cannot be asked."""


class NoSuchBridge(Exception):
    """There is no bridge of this name."""


class Tolls(Protocol):
    def pence(self, bridge: str) -> int | None: ...

    def picture(self, bridge: str) -> bytes: ...


class XmlTolls:
    def __init__(self, url: str) -> None:
        self._url = url
        self._context: ssl.SSLContext = trusting()

    def pence(self, bridge: str) -> int | None:
        try:
            return self.read(self.asked(f"/tolls/{bridge}"))
        except NoSuchBridge as error:
            if str(error) != "404":
                raise
            return None
        except (ElementTree.ParseError, TypeError, ValueError) as error:
            raise TollsDown("no toll") from error

    def picture(self, bridge: str) -> bytes:
        return self.asked(f"/pictures/{bridge}")

    def read(self, body: bytes) -> int:
        return int(ElementTree.fromstring(body).findtext("pence") or "")

    def asked(self, path: str) -> bytes:
        try:
            with urllib.request.urlopen(self._url + path, timeout=5.0, context=self._context) as response:
                body: bytes = response.read()
                return body
        except urllib.error.HTTPError as error:
            error.close()
            raise (NoSuchBridge if error.code in {404, 422} else TollsDown)(str(error.code)) from error
        except (OSError, HTTPException, ValueError) as error:
            raise TollsDown(type(error).__name__) from error


class TollsContract(GatewayContract):
    port = Tolls
    calls = {"pence": ("clifton",), "picture": ("clifton",)}
    replies = {
        "pence": Reply(body=b"<toll><pence>100</pence></toll>", headers={"Content-Type": "application/xml"}),
        "picture": Reply(body=b"\x89PNG...", headers={"Content-Type": "image/png"}),
    }
    results = {"pence": 100, "picture": b"\x89PNG..."}
    failure = raises(TollsDown)
    refusal = {404: returns(None), 422: raises(NoSuchBridge)}
    attempts = 1


class TestXmlTolls(TollsContract):
    adapter = XmlTolls


contract = TollsContract
