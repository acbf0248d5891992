"""Persistence models and tables are found by any base, table or mapping, and by any way of importing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import broken_rules

if TYPE_CHECKING:
    from pathlib import Path

BASE = "from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr\nclass Base(DeclarativeBase): ...\n"
NAMED_BY_BASE = BASE.replace(
    ": ...", ":\n    @declared_attr.directive\n    def __tablename__(cls): return cls.__name__"
)
ROW = f"{BASE}class Row(Base):\n    __tablename__ = 'orders'\n    id: Mapped[int]\n"
UNNAMED = "class Row(Base):\n    id: Mapped[int]\n"
REGISTRY = "from sqlalchemy import Table\nfrom sqlalchemy.orm import registry\nreg = registry()\n"
TABLE = "orders = Table('orders', reg.metadata)\n"

MODELS = {
    "named table": ROW,
    "declarative_base": ROW.replace("DeclarativeBase, ", "declarative_base, ").replace(
        "class Base(DeclarativeBase): ...", "Base = declarative_base()"
    ),
    "table in full": "from sqlalchemy import Table\nclass Row:\n    __table__ = Table('orders', None)\n",
    "table named by the base": NAMED_BY_BASE + UNNAMED,
    "base in another module": f"from shop.adapters.base import Base\nfrom sqlalchemy.orm import Mapped\n{UNNAMED}",
    "base through a facade": f"from shop.adapters.db import Base\nfrom sqlalchemy.orm import Mapped\n{UNNAMED}",
    "dataclass": ROW.replace("(DeclarativeBase)", "(MappedAsDataclass, DeclarativeBase)"),
    "generated base": f"{REGISTRY}from sqlalchemy.orm import Mapped\nBase = reg.generate_base()\n{UNNAMED}",
    "as_declarative": (
        "from sqlalchemy.orm import Mapped, as_declarative\n@as_declarative()\nclass Base: ...\n" + UNNAMED
    ),
    "mapped decorator": f"{REGISTRY}@reg.mapped\nclass Row:\n    __tablename__ = 'orders'\n",
    "imperative": f"{REGISTRY}{TABLE}class Row: ...\nreg.map_imperatively(Row, orders)\n",
    "imperative, later": f"{REGISTRY}{TABLE}class Row: ...\ndef start():\n    reg.map_imperatively(Row, orders)\n",
    "mapper": f"{REGISTRY}from sqlalchemy.orm import mapper\n{TABLE}class Row: ...\nmapper(Row, orders)\n",
    "table itself": "from sqlalchemy import Table\nRow = Table('orders', None)\n",
    "table by module": "import sqlalchemy as sa\nRow = sa.Table('orders', sa.MetaData())\n",
    "SQLModel": "from sqlmodel import SQLModel\nclass Row(SQLModel, table=True):\n    id: int\n",
    "SQLModel over a schema": (
        "from sqlmodel import SQLModel\nclass Schema(SQLModel): ...\nclass Row(Schema, table=True): ...\n"
    ),
    "Flask": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\nclass Row(db.Model):\n    id = db.Column()\n",
    "Flask, db elsewhere": "from shop.adapters.db import db\nclass Row(db.Model):\n    id = db.Column()\n",
    "Django": "from django.db import models\nclass Row(models.Model):\n    id = models.AutoField()\n",
    "Django as": "import django.db.models as m\nclass Row(m.Model):\n    id = m.AutoField()\n",
    "Django over a library's base": (
        "from django.db import models\nfrom model_utils.models import TimeStampedModel\n"
        "class Row(TimeStampedModel):\n    id = models.AutoField()\n"
    ),
    "Django's user": "from django.contrib.auth.models import AbstractUser\nclass Row(AbstractUser): ...\n",
    "peewee star": "from peewee import *\nclass Row(Model):\n    id = AutoField()\n",
    "mongoengine": "import mongoengine as me\nclass Row(me.Document):\n    id = me.StringField()\n",
    "beanie": "from beanie import Document\nclass Row(Document):\n    id: str\n",
    "alias": f"{ROW.replace('Row', 'OrderRow')}Row = OrderRow\n",
}
BESIDE = {
    "shop/adapters/base.py": NAMED_BY_BASE,
    "shop/adapters/db/__init__.py": "from .base import Base\nfrom .flask import db\n",
    "shop/adapters/db/base.py": NAMED_BY_BASE,
    "shop/adapters/db/flask.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
}


@pytest.mark.parametrize("text", MODELS.values(), ids=MODELS)
def test_a_model_by_any_base_table_or_mapping(text: str, tmp_path: Path) -> None:
    files = {
        **BESIDE,
        "shop/adapters/rows.py": text,
        "shop/entrypoints/http.py": "from shop.adapters.rows import Row\n",
    }
    assert broken_rules(tmp_path, files) == {"ARCH-10"}


NO_MODELS = {
    "abstract": f"{BASE}class Row(Base):\n    __abstract__ = True\n",
    "the base itself": BASE.replace("Base(", "Row("),
    "a table's name announced": "class Row:\n    __tablename__: str\n",
    "a schema": "from sqlmodel import SQLModel\nclass Row(SQLModel):\n    id: int\n",
    "pydantic": "from pydantic import BaseModel\nclass Row(BaseModel):\n    id: int\n",
    "a table to print": "from rich.table import Table\nRow = Table('orders')\n",
    "Django's abstract": (
        "from django.db import models\nclass Row(models.Model):\n    class Meta:\n        abstract = True\n"
    ),
}


@pytest.mark.parametrize("text", NO_MODELS.values(), ids=NO_MODELS)
def test_what_only_resembles_a_model(text: str, tmp_path: Path) -> None:
    files = {"shop/adapters/rows.py": text, "shop/entrypoints/http.py": "from shop.adapters.rows import Row\n"}
    assert broken_rules(tmp_path, files) == set()


def test_the_domains_own_class_stays_its_own_where_it_is_mapped(tmp_path: Path) -> None:
    """Imperative mapping keeps the domain free: a convention for the names of models is not for its classes."""
    mapping = f"{REGISTRY}{TABLE}from shop.domain.orders import Order\nreg.map_imperatively(Order, orders)\n"
    files = {
        "shop/domain/orders.py": "class Order:\n    def total(self): return 1\n",
        "shop/adapters/orders.py": "",
        "shop/adapters/rows.py": mapping,
        "shop/entrypoints/http.py": "from shop.domain.orders import Order\n",
        "pyproject.toml": '[tool.dovetail]\nnames = {models = ["*Row"]}\n',
    }
    assert broken_rules(tmp_path, files) == set()


USES = {
    "plain": "from shop.adapters.rows import Row\n",
    "in a function": "def get():\n    from shop.adapters.rows import Row\n    return Row()\n",
    "as": "import shop.adapters.rows as rows\ndef get(): return rows.Row()\n",
    "as, in a function": "def get():\n    import shop.adapters.rows as rows\n    return rows.Row()\n",
    "by package": "from shop.adapters import rows\ndef get(): return rows.Row()\n",
    "star": "from shop.adapters.rows import *\ndef get(): return Row()\n",
    "facade": "from shop.adapters import Row\n",
    "outer facade": "from shop import Row\n",
    "relative": "from ..adapters.rows import Row as R\n",
    "by a text": "import shop.adapters.rows as rows\ndef get(): return getattr(rows, 'Row')()\n",
    "table": "from shop.adapters import rows\ndef get(): return rows.orders.select()\n",
}


@pytest.mark.parametrize("text", USES.values(), ids=USES)
def test_a_model_by_any_import(text: str, tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "from shop.adapters.rows import Row\n",
        "shop/adapters/__init__.py": "from .rows import *\n",
        "shop/adapters/rows.py": f"{REGISTRY}{TABLE}{ROW}",
        "shop/entrypoints/http.py": text,
    }
    assert broken_rules(tmp_path, files) == {"ARCH-10"}


def test_models_in_functions_and_in_other_classes_are_data_as_well(tmp_path: Path) -> None:
    inner = "class Row(Base):\n        __tablename__ = 'orders'\n        def total(self): return 1\n"
    for name, around in {"function": "def rows():\n    ", "other": "class Rows:\n    "}.items():
        assert broken_rules(tmp_path / name, {"shop/adapters/rows.py": BASE + around + inner}) == {"ARCH-11"}
