"""Pages of trails that are cut out of the wrong thing."""

from __future__ import annotations

from correct.repositories.trails import SqliteTrails, Trail, TrailsContract

contract = TrailsContract


class CutsJoinedRows(SqliteTrails):
    """REPO-31: LIMIT and OFFSET on the join with the stages, made unique afterwards."""

    def list(self, take: int, skip: int) -> list[Trail]:
        rows = self._db.execute(
            "SELECT id FROM trails LEFT JOIN stages ON trail = id ORDER BY id, number LIMIT ? OFFSET ?", (take, skip)
        )
        ids = dict.fromkeys(trail for (trail,) in rows)
        return [each for trail in ids for each in self._select("WHERE id = ?", trail)]


class OrdersWhatIsCut(SqliteTrails):
    """REPO-31: takes any trails, and orders those."""

    def longest(self, n: int) -> list[Trail]:
        return sorted(self._select("ORDER BY id LIMIT ?", n), key=lambda trail: -trail.metres)


class SkipsAPage(SqliteTrails):
    """REPO-31: counts pages from 1, and skips as though from 0."""

    def browse(self, page: int | None = None, per_page: int = 10) -> list[Trail]:
        return self._select("ORDER BY id LIMIT ? OFFSET ?", per_page, (page or 0) * per_page if page != 1 else 0)


class ForgetsTheLimit(SqliteTrails):
    """REPO-31: takes a limit, and gives all that there are."""

    def find_by_region(self, region: str, limit: int = 50, after: str | None = None) -> list[Trail]:
        return super().find_by_region(region, -1, after)


class GivesTheLastAgain(SqliteTrails):
    """REPO-31: a page begins with what the one before it ended with."""

    def find_by_region(self, region: str, limit: int = 50, after: str | None = None) -> list[Trail]:
        return self._select("WHERE region = ? AND id >= coalesce(?, '') ORDER BY id LIMIT ?", region, after, limit)


class IsInNoOrder(SqliteTrails):
    """REPO-31: an operation without a limit, in the order of ids where another is promised."""

    def steepest_first(self) -> list[Trail]:
        return self._select("ORDER BY id")
