"""The reader over a database."""

from typing import Any

from reports.domain import OrderSummary


class SqlOrderReader:
    def __init__(self, session: Any) -> None:
        self._session = session

    def summaries(self) -> list[OrderSummary]:
        return []
