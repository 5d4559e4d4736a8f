"""Finding units, channels, items and sources by what files call them, and making those that are new.

Knows names and ids; what happened at a unit is kept elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.tables import WHOLE_ORGANISATION, ChannelRow, ItemRow, SourceRow, UnitRow
from metrics.errors import NotFound
from metrics.vocabulary import Audience, Item, Scale

LONGEST_NAME = 200


def unit_key(path: str) -> str:
    """How a unit is found again: case and spaces about its names make no difference."""
    return "/".join(" ".join(part.split()).casefold() for part in path.split("/") if part.strip())


def plain_path(path: str) -> str:
    """A unit's path as it is shown: names trimmed, empty ones left out."""
    return "/".join(" ".join(part.split()) for part in path.split("/") if part.strip())


@dataclass(slots=True)
class Units:
    """The tree of units: ids by key, and for each unit the ids from itself up to the whole organisation."""

    session: Session
    ids: dict[str, int] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    _seen: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> Units:
        units = cls(session)
        for id_, key, parent in session.execute(select(UnitRow.id, UnitRow.key, UnitRow.parent_id)):
            units.ids[key] = id_
            units.parents[id_] = parent
        return units

    def known(self, path: str) -> int | None:
        """The id of the unit at `path`, or None."""
        if path not in self._seen:
            self._seen[path] = self.ids.get(unit_key(path))
        return self._seen[path]

    def found(self, path: str) -> int:
        """The id of the unit at `path`. Raises NotFound."""
        id_ = self.known(path)
        if id_ is None:
            raise NotFound(f"There is no unit called “{path}”. Units are written as paths, such as North/Leeds.")
        return id_

    def made_for(self, path: str, upload: int | None) -> int:
        """The id of the unit at `path`, made with the units above it where they are new."""
        known = self.known(path)
        if known is not None:
            return known
        names, parent, so_far = plain_path(path).split("/"), WHOLE_ORGANISATION, ""
        for name in names:
            so_far = f"{so_far}/{name}" if so_far else name
            parent = self.ids.get(unit_key(so_far)) or self._make(name, so_far, parent, upload)
        self._seen[path] = parent
        return parent

    def _make(self, name: str, path: str, parent: int, upload: int | None) -> int:
        row = UnitRow(parent_id=parent, name=name, path=path, key=unit_key(path), upload_id=upload)
        self.session.add(row)
        self.session.flush()
        self.ids[row.key], self.parents[row.id] = row.id, parent
        self.made.append(path)
        return row.id

    def downwards(self, unit: int) -> list[int]:
        """The unit and every unit below it."""
        return [other for other in self.parents if unit in self.upwards(other)]

    def children(self, unit: int) -> list[int]:
        """The units directly below."""
        return [other for other, parent in self.parents.items() if parent == unit]

    def upwards(self, unit: int) -> list[int]:
        """The unit and every unit above it, the whole organisation last."""
        line: list[int] = []
        at: int | None = unit
        while at is not None:
            line.append(at)
            at = self.parents[at]
        return line


@dataclass(slots=True)
class Names:
    """Ids of channels and items by what they are called; new ones are made when first met."""

    session: Session
    channels: dict[str, int] = field(default_factory=dict)
    items: dict[Item, int] = field(default_factory=dict)
    by_id: dict[int, Item] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> Names:
        names = cls(session)
        names.channels = {name.casefold(): id_ for id_, name in session.execute(select(ChannelRow.id, ChannelRow.name))}
        names.by_id = {row.id: item_of(row) for row in session.scalars(select(ItemRow))}
        names.items = {item: id_ for id_, item in names.by_id.items()}
        return names

    def channel(self, name: str) -> int:
        """The id of the channel called `name`, in any case; "" is the one of facts that name none."""
        key = name.casefold()
        if key not in self.channels:
            made = self.session.execute(insert(ChannelRow).values(name=name).returning(ChannelRow.id))
            self.channels[key] = made.scalar_one()
        return self.channels[key]

    def item(self, item: Item) -> int:
        """The id of `item`."""
        if item not in self.items:
            low, high = (item.scale.low, item.scale.high) if item.scale else (None, None)
            row = insert(ItemRow).values(metric=item.metric, low=low, high=high, audience=item.audience.value)
            id_ = self.session.execute(row.returning(ItemRow.id)).scalar_one()
            self.items[item], self.by_id[id_] = id_, item
        return self.items[item]


def item_of(row: ItemRow) -> Item:
    """The item a row of the store stands for."""
    scale = None if row.low is None or row.high is None else Scale(row.low, row.high)
    return Item(row.metric, scale, Audience(row.audience))


def source_id(session: Session, name: str) -> tuple[int, bool]:
    """The id of the source called `name`, and whether it was made just now."""
    known = session.scalars(select(SourceRow.id).where(SourceRow.name == name)).first()
    if known is not None:
        return known, False
    made = session.execute(insert(SourceRow).values(name=name).returning(SourceRow.id))
    return made.scalar_one(), True
