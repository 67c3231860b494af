"""How a plain function becomes an asset: inputs, partitions, injected values, checks."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dagster as dg
import pandas as pd
import pytest
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph
from dagster._core.definitions.data_version import CachingStaleStatusResolver
from dagster._core.loader import LoadingContextForTest

from assets.declaration import Declaration, declare
from geodata.quality import CheckOutcome
from geodata.schemas import conform, empty
from geodata.study_area import StudyArea
from pipelines.layout import LAYOUT
from pipelines.storage import TableStorage

TOYTOWN = StudyArea(name="toytown", title="Toytown", local_authorities={"east": "E06000001", "west": "E06000002"})
PARTITIONS = dg.StaticPartitionsDefinition(["east", "west"])


def has_wards(coverage: pd.DataFrame) -> CheckOutcome:
    """Pass if there is a ward."""
    return CheckOutcome(bool(coverage["count"].sum() > 0), f"{coverage['count'].sum()} wards")


def toy_source(count: int) -> Declaration:
    @declare("sources")
    def source_population(study_area: StudyArea) -> pd.DataFrame:
        """People of both authorities."""
        rows = {"lsoa_code": ["E01000001", "E01000002"], "residents": [float(count), 10.0 * count]}
        return conform("source_population", pd.DataFrame(rows))

    return source_population


@declare("boundaries", is_partitioned=True, checks=[has_wards])
def coverage(source_population: pd.DataFrame, authority_code: str) -> pd.DataFrame:
    """Counts of one authority."""
    people = source_population["residents"].iloc[0 if authority_code == "E06000001" else 1]
    row = {"area_code": [authority_code], "item": ["wards"], "count": [int(people)], "codes": [""]}
    return conform("coverage", pd.DataFrame(row))


@declare("statistics")
def sources(coverage: pd.DataFrame) -> pd.DataFrame:
    """One row that counts those of all authorities."""
    text = ("source", "title", "publisher", "vintage", "licence", "attribution", "files", "sha256", "message", "feeds")
    row: dict[str, Any] = dict.fromkeys(text, "x")
    row |= {"state": "read", "is_required": True, "rows": int(coverage["count"].sum())}
    return conform("sources", pd.DataFrame([row]))


@pytest.fixture
def seen() -> list[tuple[str, str | None]]:
    return []


@pytest.fixture
def materialise(tmp_path: Path, seen: list[tuple[str, str | None]]) -> Callable[..., dg.ExecuteInProcessResult]:
    def run(declarations: Sequence[Declaration], tags: dict[str, str] | None = None, **options: Any) -> Any:
        resources = {
            "study_area": TOYTOWN,
            "settings": SimpleNamespace(sources_dir=tmp_path),
            "layout": LAYOUT,
            "progress": lambda asset, key: seen.append((asset, key)),
            "tables": TableStorage(tmp_path / "tables"),
            "pages": None,
        }
        assets = [declaration.build(PARTITIONS) for declaration in declarations]
        names = [declaration.name for declaration in declarations]
        job = dg.define_asset_job("job", dg.AssetSelection.assets(*names))
        definitions = dg.Definitions(assets=assets, jobs=[job], resources=resources)
        return definitions.resolve_job_def("job").execute_in_process(tags=tags, **options)

    return run


BOTH = {"dagster/asset_partition_range_start": "east", "dagster/asset_partition_range_end": "west"}


def test_one_run_computes_every_partition_of_a_range(
    materialise: Callable[..., Any], seen: list[tuple[str, str | None]], tmp_path: Path
) -> None:
    materialise([toy_source(2), coverage], BOTH)
    east = pd.read_parquet(tmp_path / "tables" / "coverage" / "east.parquet")
    west = pd.read_parquet(tmp_path / "tables" / "coverage" / "west.parquet")
    assert (east["area_code"].item(), east["count"].item()) == ("E06000001", 2)
    assert (west["area_code"].item(), west["count"].item()) == ("E06000002", 20)
    assert seen == [("source_population", None), ("coverage", "east"), ("coverage", "west")]


def test_unpartitioned_asset_reads_the_partitions_stored_so_far(
    materialise: Callable[..., Any], tmp_path: Path
) -> None:
    materialise([toy_source(3), coverage], partition_key="west")
    result = materialise([toy_source(3), coverage, sources], partition_key="west")
    assert result.success
    assert pd.read_parquet(tmp_path / "tables" / "sources.parquet")["rows"].item() == 30
    materialise([toy_source(3), coverage, sources], partition_key="east")
    assert pd.read_parquet(tmp_path / "tables" / "sources.parquet")["rows"].item() == 33


def test_failed_check_stops_what_is_built_on_it(materialise: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(dg.DagsterError, match="has_wards"):
        materialise([toy_source(0), coverage, sources], BOTH)
    assert not (tmp_path / "tables" / "sources.parquet").exists()


def test_metadata_shows_rows_preview_and_checks(materialise: Callable[..., Any]) -> None:
    result = materialise([toy_source(2), coverage], BOTH)
    events = {event.partition: event for event in result.asset_materializations_for_node("coverage")}
    assert set(events) == {"east", "west"}
    event = events["east"]
    assert event.metadata["dagster/row_count"].value == 1
    assert event.metadata["preview"].records[0].data["area_code"] == "E06000001"
    (check,) = result.get_asset_check_evaluations()
    assert check.passed
    assert check.metadata["east"].value == "2 wards"


def read_from(name: str, columns: dict[str, list[Any]], sha256: str) -> Declaration:
    """Declare a source as its reader gives it from a file of this sum."""

    def read() -> pd.DataFrame:
        table = conform(name, pd.DataFrame(columns))
        said = {"key": name.removeprefix("source_"), "vintage": "", "fetched_at": "", "message": "", "sha256": [sha256]}
        table.attrs = {"source": said}
        return table

    return Declaration(name, read, "sources", False, (), {})


def made_from(source: str, table: str) -> Declaration:
    """Declare a table that is made from one source."""

    def make(**_tables: pd.DataFrame) -> pd.DataFrame:
        return empty(table)

    return Declaration(table, make, "boundaries", False, (), {source: source})


def test_only_what_is_built_on_a_changed_file_is_out_of_date(materialise: Callable[..., Any], tmp_path: Path) -> None:
    people = {"lsoa_code": ["E01000001"], "residents": [5.0]}
    places = {"lsoa_code": ["E01000001"], "rural_urban": ["rural"], "rural_urban_class": ["Smaller rural"]}

    def declared(people_sum: str) -> list[Declaration]:
        return [
            read_from("source_population", people, people_sum),
            read_from("source_rural_urban", places, "b"),
            made_from("source_population", "coverage"),
            made_from("source_rural_urban", "withheld_cells"),
        ]

    with dg.DagsterInstance.ephemeral() as instance:
        materialise(declared("a"), instance=instance)
        materialise(declared("a")[:2], instance=instance)  # fetched again, the same
        assert out_of_date(declared("a"), instance) == set()
        materialise(declared("c")[:2], instance=instance)  # a newer release of one
        assert out_of_date(declared("c"), instance) == {"coverage"}


def out_of_date(declarations: list[Declaration], instance: dg.DagsterInstance) -> set[str]:
    """Return the assets that Dagster's pages call out of date."""
    graph = AssetGraph.from_assets([one.build(PARTITIONS) for one in declarations])
    resolver = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    keys = [dg.AssetKey(one.name) for one in declarations]
    return {key.to_user_string() for key in keys if resolver.get_status(key).value != "FRESH"}
