"""codeflix's catalog: ABC ports, each with an adapter over Django's ORM and one in memory for its use cases' tests."""

import os
from contextlib import contextmanager

import django
import pytest
from django.core.management.color import no_style
from django.db import connection

os.environ["DJANGO_SETTINGS_MODULE"] = "src.django_project.settings"
django.setup()

from src.core.category.domain.category_repository import CategoryRepository  # noqa: E402
from src.core.category.infra.in_memory_category_repository import InMemoryCategoryRepository  # noqa: E402
from src.core.genre.domain.genre_repository import GenreRepository  # noqa: E402
from src.core.genre.infra.in_memory_genre_repository import InMemoryGenreRepository  # noqa: E402
from src.core.video.domain.video_repository import VideoRepository  # noqa: E402
from src.django_project.category_app.models import Category  # noqa: E402
from src.django_project.category_app.repository import DjangoORMCategoryRepository  # noqa: E402
from src.django_project.genre_app.repository import DjangoORMGenreRepository  # noqa: E402
from src.django_project.video_app.repository import DjangoORMVideoRepository  # noqa: E402

from dovetail import RepositoryContract  # noqa: E402


class DjangoStore:
    """Of docs/recipes.md; a genre refers to categories, which must be there first."""

    def __init__(self, adapter):
        self.adapter = adapter

    @contextmanager
    def connect(self):
        yield self.adapter()
        connection.close()

    def clear(self):
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))

    def prepare(self, aggregate):
        for category_id in getattr(aggregate, "categories", ()):
            Category.objects.get_or_create(id=category_id)


class TestCategoriesInMemory(RepositoryContract):
    port = CategoryRepository
    adapter = InMemoryCategoryRepository


@pytest.mark.django_db(transaction=True)
class TestCategoriesInDjango(RepositoryContract):
    port = CategoryRepository

    def store():
        return DjangoStore(DjangoORMCategoryRepository)


class TestGenresInMemory(RepositoryContract):
    port = GenreRepository
    adapter = InMemoryGenreRepository


@pytest.mark.django_db(transaction=True)
class TestGenresInDjango(RepositoryContract):
    port = GenreRepository

    def store():
        return DjangoStore(DjangoORMGenreRepository)


@pytest.mark.django_db(transaction=True)
class TestVideosInDjango(RepositoryContract):
    port = VideoRepository

    def store():
        return DjangoStore(DjangoORMVideoRepository)
