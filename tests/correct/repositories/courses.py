"""Courses that refer to a teacher, whose row must be there first: the store puts it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm

from correct.repositories.databases import engine
from dovetail import RepositoryContract, raises
from dovetail.stores import SqlAlchemyStore


@dataclass
class Course:
    id: UUID
    teacher_id: UUID
    name: str
    lessons: list[str] = field(default_factory=list)

    def add_lesson(self, title: str) -> None:
        self.lessons.append(title)


class CourseNotFound(Exception):
    """No such course."""


class Courses(Protocol):
    def save(self, course: Course) -> None: ...

    def get(self, course_id: UUID) -> Course: ...

    def find_by_teacher_id(self, teacher_id: UUID) -> list[Course]: ...

    def delete(self, course_id: UUID) -> None: ...


metadata = sa.MetaData()
teachers = sa.Table("teachers", metadata, sa.Column("id", sa.Uuid, primary_key=True))
courses = sa.Table(
    "courses",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("teacher_id", sa.ForeignKey(teachers.c.id), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("lessons", sa.JSON, nullable=False),
)


class SqlCourses:
    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def save(self, course: Course) -> None:
        row = {"teacher_id": course.teacher_id, "name": course.name, "lessons": course.lessons}
        with self._engine.begin() as connection:
            updated = connection.execute(sa.update(courses).where(courses.c.id == course.id).values(row))
            if not updated.rowcount:
                connection.execute(sa.insert(courses).values(id=course.id, **row))

    def get(self, course_id: UUID) -> Course:
        for course in self._select(courses.c.id == course_id):
            return course
        raise CourseNotFound(course_id)

    def find_by_teacher_id(self, teacher_id: UUID) -> list[Course]:
        return self._select(courses.c.teacher_id == teacher_id)

    def delete(self, course_id: UUID) -> None:
        with self._engine.begin() as connection:
            if not connection.execute(sa.delete(courses).where(courses.c.id == course_id)).rowcount:
                raise CourseNotFound(course_id)

    def _select(self, condition: sa.ColumnElement[bool]) -> list[Course]:
        with self._engine.connect() as connection:
            return [Course(*row) for row in connection.execute(sa.select(courses).where(condition))]


class CourseContract(RepositoryContract):
    port = Courses
    missing = raises(CourseNotFound)
    missing_delete = raises(CourseNotFound)


def hire_teacher(session: orm.Session, course: Course) -> None:
    if session.execute(sa.select(teachers).where(teachers.c.id == course.teacher_id)).first() is None:
        session.execute(sa.insert(teachers).values(id=course.teacher_id))


class InSql(CourseContract):
    @staticmethod
    def store() -> SqlAlchemyStore[SqlCourses]:
        return SqlAlchemyStore(engine(), metadata=metadata, adapter=SqlCourses, prepare=hire_teacher)
