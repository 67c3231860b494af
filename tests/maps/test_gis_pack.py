"""The pack for QGIS: layers and counts as in the tables, styles and words for each, valid, the same bytes twice."""

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
from maps.gis.meanings import meanings
from maps.gis.pack import write_gis_pack
from maps.gis.qml import qml
from maps.gis.styles import categories
from maps.palettes import VERDICTS

DAY = datetime.date(2026, 11, 22)
AUTHORITY = "E06999001"
VERSION = "1.2.3"
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
        "local_authorities": toytown["local_authorities"],
    }  # fmt: skip


@pytest.fixture
def pack(tables, study_area, tmp_path):
    write_gis_pack(study_area, tables, DAY, VERSION, tmp_path)
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
    drawn = categories(layer, RSGB)
    root = Xml.fromstring(qml(drawn, {"part_id": "part & number"}).split("\n", 1)[1])  # noqa: S314 (our own text)
    rules = root.findall("./renderer-v2/rules/rule")
    symbols = [symbol.get("name") for symbol in root.findall("./renderer-v2/symbols/symbol")]
    assert [rule.get("symbol") for rule in rules] == symbols
    assert len(rules) == len(drawn) > 0
    assert root.find("./aliases/alias").get("name") == "part & number"


def passes(layer):
    """By class, the numbers of the passes in which it is drawn."""
    root = Xml.fromstring(qml(categories(layer, RSGB), {}).split("\n", 1)[1])  # noqa: S314 (our own text)
    assert root.find("renderer-v2").get("symbollevels") == "1"
    labels = [rule.get("label") for rule in root.findall("./renderer-v2/rules/rule")]
    symbols = root.findall("./renderer-v2/symbols/symbol")
    return {
        label: [int(part.get("pass")) for part in symbol.findall("layer")]
        for label, symbol in zip(labels, symbols, strict=True)
    }


def test_the_unavailable_are_drawn_above_the_available_and_casings_below_their_lines():
    drawn = passes("flows")
    assert drawn["available, under 10 pupils"] == drawn["available, 100 or more pupils"] == [2, 3]
    assert drawn["unavailable, under 10 pupils"] == [6, 7]
    assert drawn["pupils withheld, or no rule"] == [1]
    crossings = passes("crossings")
    assert crossings["missing: pupils would cross here"] == crossings["may be missing: to be looked at"]
    assert crossings["missing: pupils would cross here"] > crossings["unavailable"]


def test_verdicts_have_the_colours_and_dashes_of_the_pages():
    symbols = {category.label: category.symbol.layers[-1] for category in categories("edges", RSGB)}
    red, green, blue = (int(VERDICTS["undetermined"][place : place + 2], 16) for place in (1, 3, 5))
    assert symbols["undetermined"]["line_color"] == f"{red},{green},{blue},255"
    assert symbols["undetermined"]["customdash"] == "1.82;1.04"
    assert "customdash" not in symbols["available"]


def test_a_wide_line_has_long_dashes():
    symbols = {category.label: category.symbol.layers[-1] for category in categories("flows", RSGB)}
    # 8 px wide: 7 and 4 px grow 8/3 times, at 0.26 mm a pixel
    assert symbols["undetermined, 100 or more pupils"]["customdash"] == "4.85;2.77"
    assert symbols["undetermined, under 10 pupils"]["customdash"] == "1.82;1.04"


def test_the_sides_of_a_road_are_drawn_beside_each_other():
    root = Xml.fromstring(qml(categories("edges", RSGB), {}).split("\n", 1)[1])  # noqa: S314 (our own text)
    offsets = root.findall(".//data_defined_properties//Option[@name='offset']/Option[@name='expression']")
    assert len(offsets) == len(categories("edges", RSGB))
    # half of 2.5 px and of 1.5 px between the sides, at 0.26 mm a pixel
    assert (
        offsets[0].get("value") == "case when \"side\" = 'right' then 0.52 when \"side\" = 'left' then -0.52 else 0 end"
    )


def test_streets_are_drawn_by_the_rules_of_the_study_area(tables, study_area, tmp_path):
    other = study_area.school_routes.model_copy(update={"ruleset": "ate_route_check"})
    frame = tables["edge_ratings"].assign(ate_route_check_verdict="available")
    ruled = study_area.model_copy(update={"school_routes": other})
    write_gis_pack(ruled, tables | {"edge_ratings": frame}, DAY, VERSION, tmp_path)
    assert "ate_route_check_verdict" in pyogrio.read_info(tmp_path / "easton.gpkg", layer="flows")["fields"]
    for name in ("edges", "flows"):
        style = (tmp_path / "styles" / f"{name}.qml").read_text(encoding="utf-8")
        assert "ate_route_check_verdict" in style
        assert f'"{RSGB}_verdict" =' not in style


def test_a_field_of_two_tables_means_what_it_means_where_its_figures_are_from():
    # both tables of schools have pupils: the roll, and those to whom the school is the nearest
    told = meanings("schools", ["pupils", "pupils_available", "median_shortest_m", "geometry"])
    assert told["pupils"].description == "roll; null where not known"
    assert told["median_shortest_m"].unit == "metres"
    assert list(told) == ["pupils", "pupils_available", "median_shortest_m"]
    # a column of a rule-set without words of its own has those that the schema gives them all
    assert "all factors as JSON" in " ".join(
        meanings("edges", [f"{RSGB}_factors"])[f"{RSGB}_factors"].description.split()
    )
    assert meanings("edges", [f"{RSGB}_rating_hi"])[f"{RSGB}_rating_hi"].description.startswith("rating under worst")


def test_a_field_that_no_schema_describes_is_refused():
    with pytest.raises(KeyError, match="no table describes field colour"):
        meanings("edges", ["colour"])


def test_fields_are_explained_inside_the_file(pack):
    path = pack / "easton.gpkg"
    with closing(sqlite3.connect(path)) as file:
        told = {
            (t, c): d for t, c, d in file.execute("SELECT table_name, column_name, description FROM gpkg_data_columns")
        }
        of_layer = dict(file.execute("SELECT table_name, description FROM gpkg_contents"))
    fields = {(name, str(field)) for name in TABLES for field in pyogrio.read_info(path, layer=name)["fields"]}
    assert set(told) == fields
    assert told["schools", "pupils"] == "roll; null where not known"
    assert told["access", "gp_walk_minutes"].startswith("GP practice: median walk")
    assert "Not to grant or refuse transport to a child" in of_layer["flows"]
    assert "Kind: modelled." in of_layer["flows"]
    assert f"Run of 2026-11-22, version {VERSION}." in of_layer["wards"]
    assert "Words for wards." in of_layer["wards"]


def test_the_geopackage_is_valid(pack):
    """As the format asks: its identity, what it registers, spatial indexes with the triggers that keep them."""
    with closing(sqlite3.connect(pack / "easton.gpkg")) as file:
        one = lambda query: [row[0] for row in file.execute(query)]  # noqa: E731
        assert one("PRAGMA application_id") == [int.from_bytes(b"GPKG")]
        assert one("PRAGMA user_version") == [10300]
        assert one("PRAGMA integrity_check") == ["ok"]
        assert one("PRAGMA foreign_key_check") == []
        names = set(one("SELECT name FROM sqlite_master"))
        assert set(one("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")) == set(TABLES)
        assert set(one("SELECT table_name FROM gpkg_geometry_columns WHERE srs_id = 27700")) == set(TABLES)
        extended = set(one("SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'"))
        assert extended == {"gpkg_data_columns", "gpkg_data_column_constraints"} < names
        for name in TABLES:
            assert {f"rtree_{name}_geom", f"rtree_{name}_geom_insert", f"rtree_{name}_geom_update1"} <= names


def test_metadata_say_what_fields_mean_and_what_the_file_is_not_for(pack):
    told = json.loads((pack / "easton.gpkg.json").read_text(encoding="utf-8"))
    assert told["title"].startswith("Easton: wards, streets")
    assert (told["made_by"], told["run_date"]) == (f"Evenground {VERSION}", "2026-11-22")
    edges, access = told["layers"]["edges"], told["layers"]["access"]
    assert (edges["rows"], edges["kind"], told["layers"]["flows"]["kind"]) == (1, "computed", "modelled")
    assert edges["fields"]["part_id"] == {"meaning": "side, street or path (table route_parts)"}
    assert access["fields"]["gp_within_15_minutes_pct"]["unit"] == "per cent"
    assert any("transport" in words for words in told["must_not_be_used_for"])
    assert "rest on 1 to 4 people" in told["suppression"]
    assert {"vintage", "licence", "attribution"} <= set(told["sources"][0])
    assert told["credit"].startswith("Source: ")
    wards_alone = json.loads((pack / "weston.gpkg.json").read_text(encoding="utf-8"))
    assert not any("transport" in words for words in wards_alone["must_not_be_used_for"])


def test_made_up_data_are_credited_to_nobody(tables, study_area, tmp_path):
    made_up = study_area.model_copy(update={"is_synthetic": True})
    write_gis_pack(made_up, tables, DAY, VERSION, tmp_path)
    text = (tmp_path / "easton.gpkg.json").read_text(encoding="utf-8")
    told = json.loads(text)
    assert told["description"].startswith("Synthetic: everything here is made up")
    assert {layer["kind"] for layer in told["layers"].values()} == {"synthetic"}
    assert not any("attribution" in source for source in told["sources"])
    assert "Words for" not in text


def test_a_withheld_figure_is_empty_and_not_zero(tables, study_area, tmp_path):
    flows = tables["pupil_flows"].assign(pupils=float("nan"))
    access = tables["ward_access"].assign(residents_within_15_minutes_pct=float("nan"))
    crossings = tables["crossings"].assign(detour_m=float("nan"))
    shown = tables | {"pupil_flows": flows, "ward_access": access, "crossings": crossings}
    write_gis_pack(study_area, shown, DAY, VERSION, tmp_path)
    with closing(sqlite3.connect(tmp_path / "easton.gpkg")) as file:
        assert file.execute("SELECT pupils FROM flows").fetchall() == [(None,)]
        assert file.execute("SELECT gp_within_15_minutes_pct FROM access").fetchall() == [(None,), (None,)]
    (crossing,) = json.loads((tmp_path / "easton_crossings.geojson").read_text(encoding="utf-8"))["features"]
    assert crossing["properties"]["detour_m"] is None


def test_geojson_is_in_degrees(pack):
    content = json.loads((pack / "easton_priorities.geojson").read_text(encoding="utf-8"))
    (feature,) = content["features"]
    lon, lat = feature["geometry"]["coordinates"]
    assert (-3.2, 53.3) < (lon, lat) < (-2.8, 53.5)
    assert "crs" not in content


def test_the_same_tables_give_the_same_bytes(tables, study_area, tmp_path):
    written = {}
    for name in ("one", "two"):
        files = write_gis_pack(study_area, tables, DAY, VERSION, tmp_path / name)
        written[name] = {file: (tmp_path / name / file).read_bytes() for file in files}
    assert written["one"] == written["two"]
    # GDAL does not always write as often, which the file would tell
    for path in tmp_path.glob("*/*.gpkg"):
        assert int.from_bytes(path.read_bytes()[24:28]) == 1
    assert not list(tmp_path.rglob("*draft*"))


def test_without_streets_there_are_wards_alone(tables, study_area, tmp_path):
    streets = set(tables) - {"wards", "ward_inequity", "sources", "local_authorities"}
    write_gis_pack(study_area, tables | {name: empty(name) for name in streets}, DAY, VERSION, tmp_path)
    names = {str(name) for name, _ in pyogrio.list_layers(tmp_path / "easton.gpkg")}
    assert names == {"wards", "layer_styles"}


def test_streets_alone_have_no_wards(tables, study_area, tmp_path):
    streets = {name: table for name, table in tables.items() if not name.startswith("ward")}
    write_gis_pack(study_area, streets, DAY, VERSION, tmp_path)
    names = {str(name) for name, _ in pyogrio.list_layers(tmp_path / "easton.gpkg")}
    assert names == {*TABLES, "layer_styles"} - {"wards", "access"}
    assert not (tmp_path / "weston.gpkg").exists()
