"""quickstore's products: an async ABC port, value objects, and an adapter in memory."""

from src.contexts.quickstore.products.domain.ProductRepository import ProductRepository
from src.contexts.quickstore.products.infrastructure.persistence.InMemoryProductRepository import (
    InMemoryProductRepository,
)

from dovetail import RepositoryContract


class TestProductsInMemory(RepositoryContract):
    port = ProductRepository
    adapter = InMemoryProductRepository
