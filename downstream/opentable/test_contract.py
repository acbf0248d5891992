"""opentable's restaurants, and the unit of work beside their repository; both are given one session."""

import tempfile

from domain.entities.restaurant import Restaurant
from domain.repository import RestaurantRepository
from infrastructure.db.sqlalchemy.orm import run_mappers
from infrastructure.db.sqlalchemy.repository import SQLAlchemyRestaurantRepository
from infrastructure.db.sqlalchemy.setup import metadata
from infrastructure.db.sqlalchemy.uow import SQLAlchemyUnitOfWork
from sqlalchemy import create_engine

from dovetail import RepositoryContract, UnitOfWorkContract
from dovetail.stores import SqlAlchemyStore

run_mappers()


class Restaurants(RepositoryContract):
    port = RestaurantRepository
    aggregate = Restaurant


class Unit(SQLAlchemyUnitOfWork):
    """With the repository that its use case is given beside it."""

    @property
    def restaurants(self):
        return SQLAlchemyRestaurantRepository(self.session)


class TestUnit(UnitOfWorkContract):
    repositories = {"restaurants": Restaurants}

    def store():
        file = f"sqlite:///{tempfile.mkdtemp()}/unit.db"
        engine = create_engine(file, connect_args={"check_same_thread": False})
        return SqlAlchemyStore(engine, metadata=metadata, adapter=Unit)
