"""Live answers that do not count, since their person gave a newer one in the month; usually there are none.

What counts live answers asks here first.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from db.tables import ObservationRow, SetAsideRow

IS_SET_ASIDE: ColumnElement[bool] = exists().where(
    SetAsideRow.response_id == ObservationRow.response_id, SetAsideRow.item_id == ObservationRow.item_id
)


def has_set_aside(session: Session) -> bool:
    """Whether any answer is set aside; one look at an empty table where the setting is off."""
    return session.scalar(select(SetAsideRow.response_id).limit(1)) is not None


def counting(session: Session, *, also_set_aside: bool = False) -> tuple[Any, ...]:
    """The conditions under which an answer counts.

    Without answers set aside they are the plain one, so that the database has nothing more to look up.
    """
    if also_set_aside or not has_set_aside(session):
        return (ObservationRow.live,)
    return ObservationRow.live, ~IS_SET_ASIDE
