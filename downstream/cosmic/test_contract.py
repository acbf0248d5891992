"""cosmicpython's products: an ABC port over classical mappings, so that the domain's own classes are the rows."""

from allocation.adapters import orm
from allocation.adapters.repository import AbstractRepository, SqlAlchemyRepository
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore

orm.start_mappers()


class TestProducts(RepositoryContract):
    port = AbstractRepository
    queries = {"get_by_batchref": lambda product, ref: any(batch.reference == ref for batch in product.batches)}

    def store():
        engine = create_engine("sqlite://", poolclass=StaticPool)
        return SqlAlchemyStore(engine, metadata=orm.metadata, adapter=SqlAlchemyRepository, commit=True)
