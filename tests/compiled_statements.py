"""One cache of compiled statements for all stores of a test run.

SQLAlchemy keeps one for each engine, and nearly every test opens an engine: to compile the same statements again was a
seventh of the CPU time of a test of the store.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

MOST_KEPT = 3_000


class SharedStatements(LRUCache[Any, Any]):
    """Compiled statements by dialect and statement. SQLAlchemy's key begins with the dialect object of the engine."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_for_any_engine(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_for_any_engine(key), value)


def share_compiled_statements() -> None:
    """Let every engine that this process opens from now on use one cache."""
    kept = SharedStatements(MOST_KEPT)

    @event.listens_for(Engine, "engine_connect")
    def _use(connection: Connection) -> None:
        connection.execution_options(compiled_cache=kept)


def _for_any_engine(key: Any) -> tuple[Any, ...]:
    dialect, *statement = key
    return (dialect.name, *statement)
