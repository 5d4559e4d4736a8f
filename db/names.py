"""Finding units, channels, items and sources by the names in files, and creating new ones.

Knows names and ids, no facts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.tables import WHOLE_ORGANISATION, ChannelRow, ItemRow, SourceRow, UnitNameRow, UnitRow
from metrics.errors import NotFound, quoted
from metrics.vocabulary import Audience, Item, Scale

LONGEST_NAME = 200
LONGEST_PATH = 2000


def unit_key(path: str) -> str:
    """The key a unit is found by: upper case and extra spaces make no difference."""
    return "/".join(" ".join(part.split()).casefold() for part in path.split("/") if part.strip())


def plain_path(path: str) -> str:
    """A unit's path as it is shown: names trimmed, empty ones left out."""
    return "/".join(" ".join(part.split()) for part in path.split("/") if part.strip())


@dataclass(slots=True)
class Units:
    """The tree of units, with all the names that files use for them.

    `ids` and `paths` hold every unit, `parents` only those that are not merged: facts of a merged unit keep it and
    are counted at the unit it was merged into. `others` are earlier names of units and names that people added.
    """

    session: Session
    ids: dict[str, int] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    closed: dict[int, dt.date] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    _learned: dict[str, tuple[str, int]] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> Units:
        units = cls(session)
        columns = (UnitRow.id, UnitRow.key, UnitRow.path, UnitRow.parent_id)
        kept = select(*columns, UnitRow.merged_into_id, UnitRow.closed_from)
        for id_, key, path, parent, merged_into, closed_from in session.execute(kept):
            units.ids[key], units.paths[id_] = id_, path
            if merged_into is not None:
                units.merged[id_] = merged_into
                continue
            units.parents[id_] = parent
            if closed_from is not None:
                units.closed[id_] = closed_from
        for name in session.scalars(select(UnitNameRow)):
            units.others[name.key] = name.unit_id
        return units

    def known(self, path: str) -> int | None:
        """The id of the unit that `path` names, by its own or another name; a merged one is found as itself."""
        id_ = self._seen.get(path)
        if id_ is None and (id_ := self._named(path)) is not None:
            self._seen[path] = id_  # only what was found: a unit may still be created for another spelling
        return id_

    def recorded(self, path: str) -> int:
        """The id of the unit under which facts of `path` are stored. Raises NotFound."""
        id_ = self.known(path)
        if id_ is None:
            raise NotFound(
                f"There is no unit called “{quoted(path)}”. Units are written as paths, such as North/Leeds."
            )
        return id_

    def found(self, path: str) -> int:
        """The id of the unit at which facts of `path` are counted. Raises NotFound."""
        return self.counted_at(self.recorded(path))

    def counted_at(self, unit: int) -> int:
        """The unit itself, or the one into which it was merged."""
        while unit in self.merged:
            unit = self.merged[unit]
        return unit

    def shown(self, unit: int) -> str:
        """The path to show for a unit: its own, or that of the unit it was merged into."""
        return self.paths[self.counted_at(unit)]

    def made_for(self, path: str, upload: int | None) -> int:
        """The id of the unit that `path` names; it and the units above it are created if they are new."""
        known = self.known(path)
        if known is not None:
            return known
        at, names = self.nearest(path)
        for name in names:
            at = self._make(name, self.counted_at(at), upload)
        self._learn(path, at)
        self._seen[path] = at
        return at

    def _named(self, path: str) -> int | None:
        exact = self._exact(unit_key(path))
        if exact is not None:
            return exact
        at, names = self.nearest(path)
        if names:
            return None
        self._learn(path, at)
        return at

    def _exact(self, key: str) -> int | None:
        return self.ids.get(key, self.others.get(key))

    def nearest(self, path: str) -> tuple[int, list[str]]:
        """The deepest unit that `path` leads to, and the names that are left over.

        The longest beginning that is a known name is used first, then the names of the units below.
        """
        names = plain_path(path).split("/")
        at, left = WHOLE_ORGANISATION, names
        for length in range(len(names), 0, -1):
            known = self._exact(unit_key("/".join(names[:length])))
            if known is not None:
                at, left = known, names[length:]
                break
        while left:
            below = self._exact(unit_key(self._below(at, left[0])))
            if below is None:
                return at, left
            at, left = below, left[1:]
        return at, []

    def _below(self, unit: int, name: str) -> str:
        return f"{self.paths[self.counted_at(unit)]}/{name}"

    def _make(self, name: str, parent: int, upload: int | None) -> int:
        path = plain_path(self._below(parent, name))
        row = UnitRow(parent_id=parent, name=name, path=path, key=unit_key(path), upload_id=upload)
        self.session.add(row)
        self.session.flush()
        self.ids[row.key], self.paths[row.id], self.parents[row.id] = row.id, path, parent
        self.made.append(path)
        return row.id

    def _learn(self, path: str, unit: int) -> None:
        """Remember an indirect name, such as a new branch under a region's old name, until `write_down`."""
        key = unit_key(path)
        if self._exact(key) is None and len(key) <= LONGEST_PATH:
            self.others[key] = unit
            self._learned[key] = (plain_path(path), unit)

    def means(self, path: str, unit: int) -> None:
        """Use `path` as a name of the unit for the rest of this session."""
        self.others[unit_key(path)] = self._seen[path] = unit

    def write_down(self) -> None:
        """Keep the indirect names that a file used, so that they reach the same units after later renames."""
        for key, (path, unit) in self._learned.items():
            self.session.add(UnitNameRow(key=key, path=path, unit_id=unit))
        self._learned.clear()

    def downwards(self, unit: int) -> list[int]:
        """The unit and every unit that is counted in it: those below, and those merged into one of these."""
        return [other for other in (*self.parents, *self.merged) if unit in self.upwards(other)]

    def branches(self, unit: int) -> list[int]:
        """The unit and every unit below it, without merged ones."""
        return [other for other in self.parents if unit in self.upwards(other)]

    def children(self, unit: int) -> list[int]:
        """The units directly below."""
        return [other for other, parent in self.parents.items() if parent == unit]

    def one_with(self, unit: int) -> list[int]:
        """The unit and those that were merged into it."""
        return [unit, *(other for other in self.merged if self.counted_at(other) == unit)]

    def upwards(self, unit: int) -> list[int]:
        """The units at which it is counted: itself (or the one it was merged into) and all above, the whole last."""
        line: list[int] = []
        at: int | None = self.counted_at(unit)
        while at is not None:
            line.append(at)
            at = self.parents[at]
        return line

    def closed_since(self, unit: int) -> dt.date | None:
        """The first day of the month from which the unit, or one above it, is closed; None while it is open."""
        return min((self.closed[at] for at in self.upwards(unit) if at in self.closed), default=None)


@dataclass(slots=True)
class Names:
    """Ids of channels and items by name; new ones are created when first needed."""

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
        """The id of the channel called `name`, in any case; "" is for facts that name none."""
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
    """The id of the source called `name`, and whether it was just created."""
    known = session.scalars(select(SourceRow.id).where(SourceRow.name == name)).first()
    if known is not None:
        return known, False
    made = session.execute(insert(SourceRow).values(name=name).returning(SourceRow.id))
    return made.scalar_one(), True
