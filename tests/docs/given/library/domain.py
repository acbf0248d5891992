"""Members and copies of books, and the unit in which both are changed."""

from correct.unit_of_work.lending import LendingUnit
from correct.unit_of_work.lending_with_events import MemberJoined

__all__ = ["LendingUnit", "MemberJoined"]
