"""Publication: from the working storage to the folder that people are given, all or nothing."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd

from assets.declaration import OWNER
from geodata.schemas import conform, stacked
from geodata.study_area import StudyArea
from geodata.suppression.cells import refuse_exposed
from geodata.suppression.disclosure import DisclosureError
from geodata.suppression.withholding import suppressed
from pipelines.exports import write_exports
from pipelines.layout import FRONT_PAGE, Layout, layout_of
from pipelines.settings import Settings
from pipelines.storage import PageStorage, TableStorage, read_table, write_table

WITHHELD = "withheld_cells"
SOURCE_FACTS = ["state", "files", "sha256", "vintage", "licence", "attribution", "rows", "message"]


def make_publication(study_area: StudyArea, settings: Settings) -> dg.AssetsDefinition:
    """Return the asset that publishes from Dagster's pages what `evenground run` publishes by itself."""

    layout = layout_of(study_area)

    @dg.asset(
        group_name="maps",
        deps=[*layout.partitioned, *layout.whole, *layout.pages, *layout.page_folders, WITHHELD],
        owners=[OWNER],
        kinds={"parquet", "html"},
        description="The folder that people are given: tables, exports, map, front page, snapshot and manifest.",
    )
    def publication() -> dg.MaterializeResult[None]:
        manifest = publish(study_area, settings, seconds={})
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": sum(manifest["tables"].values()),
                "front page": dg.MetadataValue.path(settings.out / FRONT_PAGE),
                "missing sources": dg.MetadataValue.md(_listed(manifest["missing_sources"])),
            }
        )

    return publication


def _listed(missing: Mapping[str, str]) -> str:
    return "\n".join(f"- {message}" for message in missing.values()) or "none"


def publish(study_area: StudyArea, settings: Settings, seconds: Mapping[str, float]) -> dict[str, Any]:
    """Write tables, exports, pages, snapshot and manifest; return the manifest.

    Everything is written to a folder beside the published one first, then moved into its place; earlier snapshots are
    kept. `seconds` are per asset, summed over partitions.
    """
    layout = layout_of(study_area)
    staging = settings.out.parent / f".{settings.out.name}.staging"
    shutil.rmtree(staging, ignore_errors=True)
    tables = _published_tables(study_area, TableStorage(settings.working / "tables"))
    for name, table in tables.items():
        write_table(table, staging / "tables" / f"{name}.parquet")
    write_exports(study_area, tables, settings.run_date, settings.version, staging / "exports")
    pages = PageStorage(settings.pages)
    _refuse_older(layout, pages, TableStorage(settings.working / "tables").path(WITHHELD))
    for name, place in layout.pages.items():
        (staging / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pages.path(name), staging / place)
    for name, place in layout.page_folders.items():
        shutil.copytree(pages.folder_of(name), staging / place, dirs_exist_ok=True)
    manifest = _manifest(study_area, settings, tables, seconds) | {"rows_on_no_street": _unmatched(settings)}
    _write_json(manifest, staging / "manifest.json")
    _snapshot(settings, {name: tables[name] for name in layout.snapshot}, manifest, staging)
    _put_in_place(staging, settings.out)
    return manifest


def _published_tables(study_area: StudyArea, storage: TableStorage) -> dict[str, pd.DataFrame]:
    keys, layout = list(study_area.local_authorities), layout_of(study_area)
    tables = {name: stacked(name, list(storage.load_partitions(name, keys).values())) for name in layout.partitioned}
    tables |= {name: read_table(name, storage.path(name)) for name in layout.whole}
    for table in tables.values():
        table.attrs = {}
    conformed = {name: conform(name, table) for name, table in tables.items()}
    cells = read_table(WITHHELD, storage.path(WITHHELD))
    # somebody may have made tables, or changed the rule, since the cells were chosen
    refuse_exposed(study_area, conformed, cells)
    return suppressed(study_area, cells, conformed)


def _refuse_older(layout: Layout, pages: PageStorage, cells: Path) -> None:
    """Raise `DisclosureError` if a page was drawn before it was decided what to withhold from it."""
    places = {name: pages.path(name) for name in layout.pages}
    places |= {name: pages.folder_of(name) for name in layout.page_folders}
    older = [name for name, place in places.items() if place.stat().st_mtime_ns < cells.stat().st_mtime_ns]
    if older:
        raise DisclosureError(f"pages {', '.join(older)} are older than {WITHHELD}: make them again before publishing")


def _manifest(
    study_area: StudyArea, settings: Settings, tables: Mapping[str, pd.DataFrame], seconds: Mapping[str, float]
) -> dict[str, Any]:
    state = tables["sources"].set_index("source")
    computed = set(tables["local_authorities"]["local_authority_code"])
    return {
        "software": "evenground",
        "version": settings.version,
        "study_area": study_area.name,
        "is_synthetic": study_area.is_synthetic,
        "run_date": settings.run_date.isoformat(),
        "authorities": {key: code in computed for key, code in study_area.local_authorities.items()},
        "sources": state[SOURCE_FACTS].to_dict("index"),
        "missing_sources": {
            str(key): row["message"] for key, row in state.iterrows() if row["state"] in {"missing", "invalid"}
        },
        "tables": {name: len(table) for name, table in tables.items()},
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
    }


def _unmatched(settings: Settings) -> dict[str, int]:
    """Return how many rows of an authority's files, by source, met no street, path or crossing of the map."""
    storage, total = TableStorage(settings.working / "tables"), Counter[str]()
    for name in ("link_evidence", "crossing_evidence"):
        total.update(pd.read_parquet(storage.path(name), columns=["part_id"]).attrs["unmatched"])
    return {key: count for key, count in total.items() if count}


def _write_json(content: Mapping[str, Any], path: Path) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _snapshot(settings: Settings, tables: Mapping[str, pd.DataFrame], manifest: dict[str, Any], staging: Path) -> None:
    """Keep the indicator and inequality tables under the run's date and the hash of what they were made from."""
    made_from = {key: manifest[key] for key in ("version", "study_area", "authorities", "sources", "tables")}
    mark = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:10]
    folder = staging / "snapshots" / f"{settings.run_date.isoformat()}-{mark}"
    for name, table in tables.items():
        write_table(table, folder / f"{name}.parquet")
    _write_json(manifest, folder / "manifest.json")


def _put_in_place(staging: Path, out: Path) -> None:
    """Swap the published folder for the staged one, keeping earlier snapshots and whatever else lies there."""
    out.mkdir(parents=True, exist_ok=True)
    for item in sorted((staging / "snapshots").iterdir()):
        shutil.rmtree(out / "snapshots" / item.name, ignore_errors=True)
        (out / "snapshots").mkdir(exist_ok=True)
        item.rename(out / "snapshots" / item.name)
    (staging / "snapshots").rmdir()
    for item in sorted(staging.iterdir()):
        target = out / item.name
        if target.is_dir():
            shutil.rmtree(target)
        item.replace(target)
    staging.rmdir()
