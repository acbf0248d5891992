"""cosmicpython's products and its unit of work, whose domain classes are the rows, and its notifications by mail."""

import tempfile

from allocation.adapters import orm
from allocation.adapters.notifications import AbstractNotifications, EmailNotifications
from allocation.adapters.repository import AbstractRepository, SqlAlchemyRepository
from allocation.service_layer.unit_of_work import AbstractUnitOfWork, SqlAlchemyUnitOfWork
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from dovetail import MailContract, RepositoryContract, UnitOfWorkContract
from dovetail.stores import SqlAlchemyStore

orm.start_mappers()


class TestProducts(RepositoryContract):
    port = AbstractRepository
    queries = {"get_by_batchref": lambda product, ref: any(batch.reference == ref for batch in product.batches)}

    def store():
        engine = create_engine("sqlite://", poolclass=StaticPool)
        return SqlAlchemyStore(engine, metadata=orm.metadata, adapter=SqlAlchemyRepository, commit=True)


class TestUnit(UnitOfWorkContract):
    port = AbstractUnitOfWork
    repositories = {"products": TestProducts}

    def store():
        file = f"sqlite:///{tempfile.mkdtemp()}/unit.db"
        engine = create_engine(file, connect_args={"check_same_thread": False})
        return SqlAlchemyStore(engine, metadata=orm.metadata, adapter=SqlAlchemyUnitOfWork)


class TestNotifications(MailContract):
    port = AbstractNotifications
    calls = {"send": st.tuples(st.just("stock@made.com"), st.sampled_from(["Out of stock for LAMP", "Out of tables"]))}
    recipients = {"send": lambda destination, message: [destination]}
    adapter = EmailNotifications
