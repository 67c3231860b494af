"""The data contract: every table has a strict model, and what does not fit it is refused at the door."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geodata.errors import SourceFileError
from geodata.schemas import (
    CRS,
    conform,
    described_columns,
    empty,
    is_spatial,
    model_for,
    stacked,
    table_names,
    validate,
)

CONTRACT = {
    "local_authorities", "wards", "lsoas", "lsoa_ward_weights", "lsoa_changes", "coverage", "lsoa_indicators",
    "ward_indicators", "local_authority_indicators", "inequality", "ward_inequity", "headline_reconciliation",
    "sources",
}  # fmt: skip
SPATIAL = {"local_authorities", "wards", "lsoas", "source_wards", "source_lsoas", "source_lsoas_2011",
           "source_local_authorities", "source_openstreetmap", "source_green_space", "walking_nodes", "walking_edges",
           "homes", "destinations", "catchments", "route_parts", "edge_ratings", "crossings", "schools", "survey_list",
           "route_priorities", "street_collisions", "source_footway_widths", "source_zones_20mph"}  # fmt: skip


def test_every_table_of_the_contract_has_a_model():
    assert set(table_names()) >= CONTRACT


def test_an_unknown_table_has_none():
    with pytest.raises(KeyError):
        model_for("ward_happiness")


def test_tables_with_a_geometry_are_known():
    assert {name for name in table_names() if is_spatial(name)} == SPATIAL


@pytest.mark.parametrize("name", table_names())
def test_the_empty_table_is_valid(name):
    frame = validate(name, empty(name))
    assert frame.empty
    assert isinstance(frame, gpd.GeoDataFrame) is is_spatial(name)


@pytest.mark.parametrize("name", table_names())
def test_every_model_is_strict_and_coerces_nothing(name):
    model = model_for(name).to_schema()
    assert model.strict is True
    assert not model.coerce
    assert not any(column.coerce for column in model.columns.values())


def test_an_extra_column_is_refused_by_name_in_every_table():
    for name in table_names():
        with pytest.raises(SourceFileError, match=f"(?s)table {name}.*guess"):
            validate(name, empty(name).assign(guess=0.0))


@pytest.mark.parametrize("name", table_names())
def test_a_missing_column_is_refused_by_name(name):
    first = empty(name).columns[0]
    with pytest.raises(SourceFileError, match=f"table {name}.*{first}"):
        validate(name, empty(name).drop(columns=first))


@pytest.mark.parametrize("name", sorted(SPATIAL))
@pytest.mark.parametrize("crs", ["EPSG:4326", None])
def test_another_coordinate_system_or_none_is_refused(name, crs):
    columns = pd.DataFrame(empty(name).drop(columns="geometry"))
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=crs))
    with pytest.raises(SourceFileError, match=f"table {name}: geometry must be in {CRS}"):
        validate(name, frame)


@pytest.mark.parametrize("name", [name for name in table_names() if not name.startswith("source_")])
def test_every_column_that_is_shown_is_described(name):
    columns = described_columns(name)
    assert columns
    assert not [column for column, _, description in columns if not description.strip()]


@pytest.mark.parametrize(
    ("name", "column", "wrong"),
    [
        ("lsoa_ward_weights", "weight", 1.5),
        ("lsoa_ward_weights", "weight", np.nan),
        ("lsoa_ward_weights", "method", "guess"),
        ("ward_indicators", "kind", "estimated"),
        ("lsoa_changes", "change", "Q"),
        ("lsoa_changes", "weight", 0.0),
        ("wards", "ward_code", "Alder"),
    ],
)
def test_a_wrong_value_is_refused_by_column(results, name, column, wrong):
    frame = results[name].copy()
    frame.loc[frame.index[0], column] = wrong
    with pytest.raises(SourceFileError, match=f"table {name}.*{column}"):
        validate(name, frame)


def test_a_wrong_type_is_refused_and_not_coerced(results):
    frame = results["lsoa_ward_weights"]
    with pytest.raises(SourceFileError, match="weight"):
        validate("lsoa_ward_weights", frame.assign(weight=frame["weight"].astype("string")))


def test_two_rows_of_one_area_are_refused(results):
    twice = pd.concat([results["wards"], results["wards"].head(1)], ignore_index=True)
    with pytest.raises(SourceFileError, match="ward_code"):
        validate("wards", twice)


def test_conform_orders_columns_casts_plain_types_and_numbers_the_rows():
    frame = pd.DataFrame({"residents": [5], "extra": ["x"], "lsoa_code": ["E01999001"]}, index=[7])
    table = conform("source_population", frame)
    assert table.columns.to_list() == ["lsoa_code", "residents"]
    assert table.dtypes.astype(str).to_list() == ["string", "float64"]
    assert table.index.to_list() == [0]


def test_conform_leaves_the_coordinate_system_alone(results):
    assert conform("wards", results["wards"].to_crs("EPSG:4326")).crs.to_epsg() == 4326


def test_conform_refuses_a_frame_that_lacks_a_column():
    with pytest.raises(KeyError, match="residents"):
        conform("source_population", pd.DataFrame({"lsoa_code": ["E01999001"]}))


def test_missing_stays_missing(results):
    rows = conform("ward_indicators", results["ward_indicators"])
    assert rows["value_best_fit"].isna().sum() == results["ward_indicators"]["value_best_fit"].isna().sum() > 0


def test_columns_known_by_pattern_are_accepted_and_others_are_not():
    frame = empty("ward_inequity").assign(bus_gap=pd.Series(dtype=float), imd_z=pd.Series(dtype=float))
    assert validate("ward_inequity", conform("ward_inequity", frame)).columns.to_list()[-2:] == ["bus_gap", "imd_z"]
    with pytest.raises(SourceFileError, match="bus_guess"):
        validate("ward_inequity", empty("ward_inequity").assign(bus_guess=pd.Series(dtype=float)))


def test_partitions_stack_into_one_table(results):
    wards = results["wards"]
    parts = [part for _, part in wards.groupby("local_authority_code")]
    together = stacked("wards", parts)
    assert together["ward_code"].to_list() == wards["ward_code"].to_list()
    assert together.index.to_list() == [0, 1, 2, 3]
    assert together.crs == CRS
    assert stacked("wards", []).empty
