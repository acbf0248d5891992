from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from shop.adapters.sql import sessions


def get_session() -> Iterator[Session]:
    session = sessions()
    try:
        yield session
        session.commit()
    except Exception:
        session.rollback()
        raise
    finally:
        session.close()
