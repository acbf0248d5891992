"""petisco's generic CRUD repository, in memory: pydantic aggregates, and answers that are Results of `meiga`."""

from petisco import AggregateRoot, CrudRepository, InmemoryCrudRepository

from dovetail import RepositoryContract


class Book(AggregateRoot):
    title: str
    tags: list[str] = []


class TestBooksInMemory(RepositoryContract):
    port = CrudRepository[Book]
    adapter = InmemoryCrudRepository
