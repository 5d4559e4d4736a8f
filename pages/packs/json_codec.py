"""Frozen dataclasses to JSON text and back, by their own annotations. Knows no particular class."""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]


def as_json(whole: object) -> str:
    """A dataclass as JSON text, fields in their order. Raises ValueError on a number that is not finite."""
    return json.dumps(plain(whole), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """Read a dataclass of that kind from JSON text; unknown fields are ignored, missing ones get their defaults."""
    read: T = _reader(kind)(json.loads(text))
    return read


def plain(whole: Any) -> Any:  # noqa: ANN401 - a value of any field
    """A dataclass as dictionaries, lists, texts and numbers."""
    if is_dataclass(whole):
        return {field.name: plain(getattr(whole, field.name)) for field in fields(whole)}
    if isinstance(whole, tuple):
        return [plain(part) for part in whole]
    if isinstance(whole, dt.date):
        return whole.isoformat()
    return whole.value if isinstance(whole, StrEnum) else whole


def _reader(kind: Any) -> Reader:  # noqa: ANN401 - an annotation has no narrower type
    """A function that turns JSON back into a field's type; only the types that packs use."""
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if get_origin(kind) is tuple:
        one = _reader(get_args(kind)[0])
        return lambda parts: tuple(one(part) for part in parts)
    if get_origin(kind) in (Union, types.UnionType):
        (there,) = (_reader(own) for own in get_args(kind) if own is not types.NoneType)
        return lambda value: None if value is None else there(value)
    if issubclass(kind, dt.date):
        moment: Reader = kind.fromisoformat
        return moment
    if kind is float:
        return lambda number: number  # a whole number stays as it was written
    reader: Reader = kind
    return reader


def _dataclass_reader(kind: Any) -> Reader:  # noqa: ANN401 - an annotation has no narrower type
    readers = {name: _reader(own) for name, own in get_type_hints(kind).items()}

    def read(written: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whichever dataclass was asked for
        return kind(**{name: reader(written[name]) for name, reader in readers.items() if name in written})

    return read
