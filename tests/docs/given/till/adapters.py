"""The payments of a provider over HTTP."""

from collections.abc import Callable

import httpx

from correct.gateway.trust import trusting
from till.domain import CardDeclined, NoSuchReceipt, PaymentsUnavailable, Receipt


class HttpPayments:
    def __init__(self, url: str, timeout: float = 0.5, sleep: Callable[[float], object] | None = None) -> None:
        self._client = httpx.Client(base_url=url, timeout=timeout, verify=trusting())

    def close(self) -> None:
        self._client.close()

    def charge(self, order: str, amount: int) -> Receipt:
        return self._receipt("POST", "/charges", {"order": order, "amount": amount})

    def receipt(self, receipt_id: str) -> Receipt:
        return self._receipt("GET", f"/receipts/{receipt_id}")

    def _receipt(self, method: str, path: str, body: object = None) -> Receipt:
        try:
            answer = self._client.request(method, path, json=body)
            if answer.status_code in (402, 404):
                raise CardDeclined if answer.status_code == 402 else NoSuchReceipt
            answer.raise_for_status()
            document = answer.json()
            return Receipt(str(document["id"]), int(document["amount"]))
        except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
            raise PaymentsUnavailable from error
