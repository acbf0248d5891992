"""Rows that today's code would not write."""


def put_forgotten(adapter: object, stream: object) -> None:
    """Stores an event of a type that nobody knows any more."""


def put_v1(adapter: object, stream: object) -> None:
    """Stores an event of an older version."""
