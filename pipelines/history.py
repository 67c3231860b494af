"""Dagster's event log as a run writes it: the same SQLite files, kept open."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import sqlalchemy
from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData


class OpenEventLog(SqliteEventLogStorage):
    """Writes the event log that Dagster's own storage writes and reads, without opening its files for every event.

    A run of many partitions records hundreds of events, and opening, checkpointing and closing a database takes
    several times longer than adding a row to it.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._engines: dict[str, sqlalchemy.Engine] = {}
        super().__init__(*arguments, **options)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "OpenEventLog":
        """Return the event log that `dagster.yaml` configures."""
        return cls(inst_data=inst_data, **config_value)

    def run_connection(self, run_id: str | None = None) -> AbstractContextManager[sqlalchemy.Connection]:
        """Return a connection to the events of one run, in a transaction."""
        return self._transaction(super().run_connection(run_id), self.conn_string_for_shard(str(run_id)))

    def index_connection(self) -> AbstractContextManager[sqlalchemy.Connection]:
        """Return a connection to what all runs share, in a transaction."""
        return self._transaction(super().index_connection(), self.conn_string_for_shard("index"))

    @contextmanager
    def _transaction(
        self, dagsters_own: AbstractContextManager[sqlalchemy.Connection], address: str
    ) -> Iterator[sqlalchemy.Connection]:
        if address not in self._engines:
            with dagsters_own:  # makes the tables of a new file
                self._engines[address] = sqlalchemy.create_engine(address)
        with self._engines[address].begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close the files."""
        for engine in self._engines.values():
            engine.dispose()
        super().dispose()
