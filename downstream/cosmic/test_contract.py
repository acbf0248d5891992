"""cosmicpython's products: an ABC port over classical mappings, so that the domain's own classes are the rows."""

from allocation.adapters import orm
from allocation.adapters.repository import AbstractRepository, SqlAlchemyRepository
from allocation.domain.model import Batch, Product
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore

orm.start_mappers()


def products_of(sku):
    """A product's batches are of its own SKU."""
    batches = st.builds(Batch, st.text(max_size=9), st.just(sku), st.integers(0, 99), st.none() | st.dates())
    return st.builds(Product, st.just(sku), st.lists(batches, max_size=3, unique_by=lambda batch: batch.reference))


class TestProducts(RepositoryContract):
    port = AbstractRepository
    aggregates = st.text(max_size=9).flatmap(products_of)
    queries = {"get_by_batchref": lambda product, ref: any(batch.reference == ref for batch in product.batches)}

    def store():
        engine = create_engine("sqlite://", poolclass=StaticPool)
        return SqlAlchemyStore(engine, metadata=orm.metadata, adapter=SqlAlchemyRepository, commit=True)
