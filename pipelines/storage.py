"""IO managers: where Dagster keeps the working tables and pages, and what its pages show of them."""

import base64
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import dagster as dg
import geopandas as gpd
import pandas as pd

from geodata.schemas import is_spatial, stacked, validate
from maps.preview import preview


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name to write to, renamed to `path` only if the writing succeeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        os.replace(part, path)  # noqa: PTH105 (atomic on every platform, over an existing file too)
    finally:
        part.unlink(missing_ok=True)


def read_table(name: str, path: Path) -> pd.DataFrame:
    """Return a stored table; a file that is still the one last read is not read again."""
    state = path.stat()
    return _read(name, path, (state.st_ino, state.st_mtime_ns)).copy(deep=False)


@lru_cache(maxsize=512)
def _read(name: str, path: Path, _state: tuple[int, int]) -> pd.DataFrame:
    return gpd.read_parquet(path) if is_spatial(name) else pd.read_parquet(path)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as (Geo)Parquet, all or nothing."""
    with replacing(path) as part:
        table.to_parquet(part)


class TableStorage(dg.IOManager):
    """Keeps tables as (Geo)Parquet, one file per partition; the table's name finds its schema, enforced on write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str, partition: str | None = None) -> Path:
        """Return the file of a table or of one partition of it."""
        return self.folder / name / f"{partition}.parquet" if partition else self.folder / f"{name}.parquet"

    def handle_output(self, context: dg.OutputContext, made: pd.DataFrame | dict[str, pd.DataFrame]) -> None:
        """Validate the table (of each partition), write it and show where it is."""
        name = context.asset_key.path[-1]
        parts = made if isinstance(made, dict) else {None: made}
        validate(name, stacked(name, list(parts.values())))
        for partition, table in parts.items():
            write_table(table, self.path(name, partition))
        file = self.path(name) if not isinstance(made, dict) else self.folder / name
        context.add_output_metadata({"file": dg.MetadataValue.path(file)})

    def load_input(self, context: dg.InputContext) -> pd.DataFrame | dict[str, pd.DataFrame]:
        """Return the table; of a partitioned one every partition asked for that is stored, by its key."""
        name = context.asset_key.path[-1]
        if not context.has_asset_partitions:
            return read_table(name, self.path(name))
        return self.load_partitions(name, list(context.asset_partition_keys))

    def load_partitions(self, name: str, partitions: list[str]) -> dict[str, pd.DataFrame]:
        """Return the partitions that are stored, by their keys."""
        paths = {partition: self.path(name, partition) for partition in partitions}
        return {partition: read_table(name, path) for partition, path in paths.items() if path.exists()}


class PageStorage(dg.IOManager):
    """Keeps pages as HTML files; `address` is where a server shows them, if one does.

    An asset is one page, or many by file name, which then lie in a folder of its own.
    """

    def __init__(self, folder: Path, address: str | None = None) -> None:
        self.folder, self.address = folder, address

    def path(self, name: str) -> Path:
        """Return the file of a page."""
        return self.folder / f"{name}.html"

    def folder_of(self, name: str) -> Path:
        """Return the folder of an asset that is many pages."""
        return self.folder / name

    def handle_output(self, context: dg.OutputContext, made: str | Mapping[str, str]) -> None:
        """Write the page or pages and show their size, where they are, a picture of one and a link that opens it."""
        name = context.asset_key.path[-1]
        if isinstance(made, str):
            _write_page(self.path(name), made)
            place, first, texts = self.path(name), f"{name}.html", [made]
        else:
            self._replace_folder(name, made)
            place, first, texts = self.folder_of(name), f"{name}/{next(iter(made), '')}", list(made.values())
        facts = {
            "pages": dg.MetadataValue.int(len(texts)),
            "size_kb": dg.MetadataValue.int(sum(len(text.encode()) for text in texts) // 1024),
            "file": dg.MetadataValue.path(place),
        }
        # a browser refuses to follow a link from Dagster's pages to a file
        link = {"open": dg.MetadataValue.url(f"{self.address}/{first}")} if self.address and texts else {}
        context.add_output_metadata(facts | link | _picture(texts))

    def _replace_folder(self, name: str, made: Mapping[str, str]) -> None:
        shutil.rmtree(self.folder_of(name), ignore_errors=True)  # a page of what is no longer there would be published
        self.folder_of(name).mkdir(parents=True)
        for file, text in made.items():
            _write_page(self.folder_of(name) / file, text)

    def load_input(self, context: dg.InputContext) -> str:
        """Return the page."""
        return self.path(context.asset_key.path[-1]).read_text(encoding="utf-8")


def _picture(texts: list[str]) -> dict[str, dg.MetadataValue[str]]:
    """Return the picture of the first page that has one, in a form that Dagster's pages show."""
    drawn = next(filter(None, map(preview, texts)), None)
    if drawn is None:
        return {}
    encoded = base64.b64encode(drawn.encode()).decode()
    return {"preview": dg.MetadataValue.md(f"![preview](data:image/svg+xml;base64,{encoded})")}


def _write_page(path: Path, text: str) -> None:
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8")
