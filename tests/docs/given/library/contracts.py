"""The contracts of both repositories."""

from correct.unit_of_work.lending import CopiesContract, MembersContract

__all__ = ["CopiesContract", "MembersContract"]
