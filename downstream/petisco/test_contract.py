"""petisco's generic CRUD repository, in memory: pydantic aggregates, and answers that are Results of `meiga`."""

from petisco import AggregateRoot, CrudRepository, InmemoryCrudRepository

from dovetail import RepositoryContract


class Book(AggregateRoot):
    title: str
    tags: list[str] = []


class BookRepository(CrudRepository[Book]):
    """A port of one's own, as petisco's users write it."""


class TestBooksInMemory(RepositoryContract):
    port = BookRepository
    adapter = InmemoryCrudRepository
