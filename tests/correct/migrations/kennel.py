"""A kennel with a release, and a repository that works on its tables."""

from __future__ import annotations

from correct.migrations.trees import AlembicProject, step

DOMAIN = """
    from dataclasses import dataclass
    from enum import Enum
    from typing import Protocol


    class Coat(Enum):
        SHORT = "short"
        LONG = "long"


    @dataclass
    class Dog:
        id: int
        name: str
        coat: Coat = Coat.SHORT


    class Dogs(Protocol):
        def save(self, dog: Dog) -> None: ...
        def get(self, dog_id: int) -> Dog | None: ...
"""
DOMAIN_OF_V1 = DOMAIN.replace("        coat: Coat = Coat.SHORT\n", "")
MODELS = """
    import sqlalchemy as sa
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


    class Base(DeclarativeBase):
        pass


    class DogModel(Base):
        __tablename__ = "dogs"
        id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
        name: Mapped[str] = mapped_column(sa.String(60))
        coat: Mapped[str] = mapped_column(sa.String(10), server_default="short")
"""
COAT_COLUMN = '        coat: Mapped[str] = mapped_column(sa.String(10), server_default="short")\n'
ADAPTER = """
    from sqlalchemy.orm import Session

    from dovetail import RepositoryContract
    from dovetail.stores import SqlAlchemyStore
    from hypothesis import strategies as st
    from kennel.domain import Coat, Dog, Dogs
    from kennel.models import Base, DogModel


    class SqlDogs:
        def __init__(self, session: Session) -> None:
            self.session = session

        def save(self, dog: Dog) -> None:
            self.session.merge(DogModel(id=dog.id, name=dog.name, coat=dog.coat.value))
            self.session.commit()

        def get(self, dog_id: int) -> Dog | None:
            found = self.session.get(DogModel, dog_id)
            return None if found is None else Dog(found.id, found.name, Coat(found.coat))


    class DogsContract(RepositoryContract):
        port = Dogs
        aggregates = st.builds(
            Dog,
            id=st.integers(1, 10**6),
            name=st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=40),
        )


    def dogs_on(engine):
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=SqlDogs)


    STATED = {"repositories": {DogsContract: dogs_on}, "released": "v1"}
"""
ADAPTER_OF_V1 = ADAPTER.replace(", coat=dog.coat.value", "").replace(", Coat(found.coat)", "").replace("Coat, ", "")
FIRST = step(
    1,
    """
    op.create_table(
        "dogs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(60), nullable=False),
    )
    """,
    'op.drop_table("dogs")',
)
COATS = step(
    2,
    """
    op.add_column("dogs", sa.Column("coat", sa.String(10), server_default="short", nullable=False))
    """,
    """
    with op.batch_alter_table("dogs") as dogs:
        dogs.drop_column("coat")
    """,
)
V1 = {
    "domain.py": DOMAIN_OF_V1,
    "models.py": MODELS.replace(COAT_COLUMN, ""),
    "adapter.py": ADAPTER_OF_V1,
    "migrations/versions/0001_dogs.py": FIRST,
}
FILES = {
    "domain.py": DOMAIN,
    "models.py": MODELS,
    "adapter.py": ADAPTER,
    "migrations/versions/0001_dogs.py": FIRST.replace("def upgrade():", "def upgrade() -> None:  # as it was"),
    "migrations/versions/0002_coats.py": COATS,
}


class Kennel(AlembicProject):
    package = "kennel"
    files = FILES
    released = V1
    stated = "kennel.adapter:STATED"
    made_for = ("MIG-06", "MIG-09", "MIG-13")
