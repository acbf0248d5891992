"""Members in a session."""

from __future__ import annotations

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from library.adapters.sql.mappers import MemberMapper
from library.adapters.sql.models import MemberModel
from library.adapters.sql.transaction import CollectedEvents, translated
from library.domain.events import MemberId
from library.domain.members import Member


class SqlMembers:
    """A `Members` over a session."""

    def __init__(self, session: Session, collected: CollectedEvents) -> None:
        self._session = session
        self._collected = collected
        # A session forgets rows that nobody holds, and with them the version that a save must be held to.
        self._held: dict[MemberId, MemberModel] = {}

    def add(self, member: Member) -> None:
        self._held[member.id] = model = MemberMapper.to_model(member)
        with translated():
            self._session.add(model)
            self._session.flush()
        self._collected.collect(member.pull_events())

    def get(self, member_id: MemberId) -> Member | None:
        with translated():
            model = self._session.get(MemberModel, member_id)
        if model is None:
            return None
        self._held[member_id] = model
        return MemberMapper.to_domain(model)

    def save(self, member: Member) -> None:
        with translated():
            self._held[member.id] = model = self._session.merge(MemberMapper.to_model(member))
        flag_modified(model, "name")  # counts what changes in its children alone, too
        self._collected.collect(member.pull_events())

    def remove(self, member_id: MemberId) -> None:
        with translated():
            model = self._session.get(MemberModel, member_id)
            if model is not None:
                self._session.delete(model)
                self._session.flush()
