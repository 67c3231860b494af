"""The pack for QGIS: layers and counts as in the tables, a style for each, the same bytes twice."""

import datetime
import json
import sqlite3
from contextlib import closing
from xml.etree import ElementTree as Xml

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geodata.schemas import CRS, conform, empty, is_spatial, model_for
from maps.gis.layers import TABLES
from maps.gis.pack import write_gis_pack
from maps.gis.styles import categories, qml
from maps.palettes import VERDICTS

DAY = datetime.date(2026, 11, 22)
AUTHORITY = "E06999001"
LINE, POINT = shapely.LineString([(340_000, 390_000), (340_100, 390_000)]), shapely.Point(340_050, 390_000)
RSGB = "rsgb_walked_route"


def rows(name, *given, shapes=None):
    """Rows of a table; what is not given is missing, or empty where it may not be."""
    columns = {key: column for key, column in model_for(name).to_schema().columns.items() if not column.regex}
    plain = {"text": "", "number": 0.0}
    gaps = {
        key: None if column.nullable else plain["number" if str(column.dtype) in {"float64", "int64"} else "text"]
        for key, column in columns.items()
        if key != "geometry"
    }
    frame = pd.DataFrame([gaps | row for row in given])
    if is_spatial(name):
        frame = gpd.GeoDataFrame(frame, geometry=shapes, crs=CRS)
    return conform(name, frame)


@pytest.fixture
def tables(toytown):
    own = {"local_authority_code": AUTHORITY}
    edge = own | {"part_id": "w1.0.0.left", "kind": "side", "side": "left", "name": "High Street"}
    edge |= {f"{RSGB}_verdict": "undetermined", f"{RSGB}_factors": "[]"}
    wards = toytown["wards"]
    inequity = [{"ward_code": code, "imd_score": 20.0} for code in wards["ward_code"]]
    access = [
        own | {"ward_code": "E05999001", "destination": "gp", "profile": "walking", "walk_minutes": 7.5,
               "residents_within_15_minutes_pct": 80.0},
        own | {"ward_code": "E05999001", "destination": "gp", "profile": "step_free", "walk_minutes": 9.0},
    ]  # fmt: skip
    return {
        "wards": wards,
        "ward_inequity": rows("ward_inequity", *inequity),
        "ward_access": rows("ward_access", *access),
        "edge_ratings": rows("edge_ratings", edge, edge | {"part_id": "w2.0.0", "local_authority_code": None},
                             shapes=[LINE, LINE]),
        "crossings": rows("crossings", own | {"part_id": "x1", "is_missing": True, "verdict": "unavailable"},
                          shapes=[POINT]),
        "schools": rows("schools", own | {"school_id": "gias:1", "name": "Abbey"}, shapes=[LINE.buffer(30)]),
        "school_scorecards": rows("school_scorecards", {"school_id": "gias:1", "pupils_available": 4.0}),
        "pupil_flows": rows("pupil_flows", {"part_id": "w1.0.0.left", "pupils": 12.0}),
        "survey_list": rows("survey_list", own | {"part_id": "w1.0.0.left", "rank": 1}, shapes=[LINE]),
        "route_priorities": rows("route_priorities", own | {"part_id": "x1", "rank": 1.0}, shapes=[POINT]),
        "sources": toytown["sources"],
    }  # fmt: skip


@pytest.fixture
def pack(tables, study_area, tmp_path):
    write_gis_pack(study_area, tables, DAY, tmp_path)
    return tmp_path


def test_an_authority_has_its_own_rows_in_every_layer(pack):
    path = pack / "easton.gpkg"
    counts = {str(name): len(pyogrio.read_dataframe(path, layer=name)) for name in TABLES}
    assert counts == {
        **dict.fromkeys(["edges", "crossings", "schools", "flows", "survey_list", "priorities"], 1),
        **dict.fromkeys(["wards", "access"], 2),
    }
    assert {pyogrio.read_info(path, layer=name)["crs"] for name in TABLES} == {CRS}
    schools = pyogrio.read_dataframe(path, layer="schools")
    assert (schools["pupils_available"].item(), schools.geom_type.item()) == (4.0, "Point")
    access = pyogrio.read_dataframe(path, layer="access").set_index("ward_code")
    assert access.loc["E05999001", ["gp_walk_minutes", "gp_within_15_minutes_pct"]].tolist() == [7.5, 80.0]
    assert f"{RSGB}_factors" not in pyogrio.read_info(path, layer="edges")["fields"]
    # nothing of its routes is known: the other authority has its wards alone
    assert [str(name) for name, _ in pyogrio.list_layers(pack / "weston.gpkg") if name != "layer_styles"] == ["wards"]


def test_each_layer_has_a_default_style_and_the_same_as_a_file(pack):
    with closing(sqlite3.connect(pack / "easton.gpkg")) as file:
        styles = dict(file.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1"))
        registered = dict(file.execute("SELECT table_name, last_change FROM gpkg_contents"))
    assert list(styles) == list(TABLES)
    assert set(registered) == {*TABLES, "layer_styles"}
    assert set(registered.values()) == {"2026-11-22T00:00:00.000Z"}
    for name, text in styles.items():
        assert (pack / "styles" / f"{name}.qml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("layer", list(TABLES))
def test_styles_are_well_formed_and_every_rule_has_its_symbol(layer):
    root = Xml.fromstring(qml(layer, {"part_id": "part & number"}).split("\n", 1)[1])  # noqa: S314 (our own text)
    rules = root.findall("./renderer-v2/rules/rule")
    symbols = [symbol.get("name") for symbol in root.findall("./renderer-v2/symbols/symbol")]
    assert [rule.get("symbol") for rule in rules] == symbols
    assert len(rules) == len(categories(layer)) > 0
    assert root.find("./aliases/alias").get("name") == "part & number"


def test_verdicts_have_the_colours_and_dashes_of_the_pages():
    symbols = {category.label: category.symbol.settings for category in categories("edges")}
    red, green, blue = (int(VERDICTS["undetermined"][place : place + 2], 16) for place in (1, 3, 5))
    assert symbols["undetermined"]["line_color"] == f"{red},{green},{blue},255"
    assert symbols["undetermined"]["customdash"] == "1.82;1.04"
    assert "customdash" not in symbols["available"]


def test_metadata_say_what_fields_mean_and_what_the_file_is_not_for(pack):
    told = json.loads((pack / "easton.gpkg.json").read_text(encoding="utf-8"))
    assert told["layers"]["edges"]["rows"] == 1
    fields = told["layers"]["edges"]["fields"]
    assert fields["part_id"] == "side, street or path (table route_parts)"
    assert told["layers"]["access"]["fields"]["gp_walk_minutes"] == "minutes to the nearest: gp"
    assert any("transport" in words for words in told["must_not_be_used_for"])
    assert told["sources"]


def test_geojson_is_in_degrees(pack):
    content = json.loads((pack / "easton_priorities.geojson").read_text(encoding="utf-8"))
    (feature,) = content["features"]
    lon, lat = feature["geometry"]["coordinates"]
    assert (-3.2, 53.3) < (lon, lat) < (-2.8, 53.5)
    assert "crs" not in content


def test_the_same_tables_give_the_same_bytes(tables, study_area, tmp_path):
    written = {}
    for name in ("one", "two"):
        files = write_gis_pack(study_area, tables, DAY, tmp_path / name)
        written[name] = {file: (tmp_path / name / file).read_bytes() for file in files}
    assert written["one"] == written["two"]


def test_without_streets_there_are_wards_alone(tables, study_area, tmp_path):
    streets = set(tables) - {"wards", "ward_inequity", "sources"}
    write_gis_pack(study_area, tables | {name: empty(name) for name in streets}, DAY, tmp_path)
    names = {str(name) for name, _ in pyogrio.list_layers(tmp_path / "easton.gpkg")}
    assert names == {"wards", "layer_styles"}


def test_streets_alone_have_no_wards(tables, study_area, tmp_path):
    streets = {name: table for name, table in tables.items() if not name.startswith("ward")}
    write_gis_pack(study_area, streets, DAY, tmp_path)
    names = {str(name) for name, _ in pyogrio.list_layers(tmp_path / "easton.gpkg")}
    assert names == {*TABLES, "layer_styles"} - {"wards", "access"}
    assert not (tmp_path / "weston.gpkg").exists()
