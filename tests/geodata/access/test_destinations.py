"""Destinations around one street of 2 km from (340000, 390000) to the east; places are metres east and north of it."""

import json
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.affinity import translate
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from geodata.access.destinations import destinations
from geodata.catalogue import load_catalogue
from geodata.openstreetmap.pbf import read_extracts
from geodata.readers import load_source
from geodata.schemas import conform, empty, validate
from geodata.study_area import load_study_area

WEST, SOUTH = 340_000, 390_000
PRIMARY = {"amenity": "school", "isced:level": "1"}


def osm(*places: tuple[str, dict[str, str], BaseGeometry]) -> gpd.GeoDataFrame:
    """Return table `source_openstreetmap`: the street, and places by id (as n1), tags and geometry."""
    rows: list[dict[str, Any]] = [
        {"element": "way", "osm_id": 9, "role": "walkable", "tags": "{}", "geometry": LineString([(0, 0), (2000, 0)])}
    ]
    for name, tags, shape in places:
        element = {"n": "node", "w": "way", "r": "relation"}[name[0]]
        tagged = {"osm_id": int(name[1:]), "role": "destination", "tags": json.dumps(tags), "geometry": shape}
        rows.append({"element": element, **tagged})
    frame = gpd.GeoDataFrame(rows, crs="EPSG:27700").assign(osm_version=1.0, part=0, node_ids=[[]] * len(rows))
    frame.geometry = [translate(shape, WEST, SOUTH) for shape in frame.geometry]
    return validate("source_openstreetmap", conform("source_openstreetmap", frame))


def school(urn: str, name: str, x: float | None, y: float | None, **columns: Any) -> dict[str, Any]:
    place = {"easting_m": None if x is None else WEST + x, "northing_m": None if y is None else SOUTH + y}
    others = {"school_type": "Community School", "phase": "Primary", "low_age": 4, "high_age": 11, "pupils": 210}
    return {"urn": urn, "school_name": name, "postcode": "TY1 1AA", **others, **place, **columns}


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    if "geometry" in frame:
        frame = gpd.GeoDataFrame(frame, crs="EPSG:27700")
    return validate(name, conform(name, frame)) if rows else empty(name)


POSTCODES = table(
    "source_postcodes",
    [{"postcode": "TY1 1AA", "local_authority_code": "E06999001", "easting_m": WEST + 100, "northing_m": SOUTH}],
)


def made(openstreetmap: gpd.GeoDataFrame, **rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    names = ("schools", "green_space", "gp_practices", "pharmacies")
    sources = {name: table(f"source_{name}", rows.get(name, [])) for name in names}
    return validate("destinations", destinations(openstreetmap, postcodes=POSTCODES, **sources))


def told(places: gpd.GeoDataFrame, *columns: str) -> list[list[Any]]:
    return places[["destination_id", *columns]].astype("object").to_numpy().tolist()


def test_school_of_both_sources_stands_on_the_map_and_has_the_registers_figures() -> None:
    grounds = box(400, 10, 500, 60)
    places = made(
        osm(("w1", {"amenity": "school", "name": "Hill C of E Primary School"}, grounds)),
        schools=[school("100001", "Hill Church of England Primary", 100, 35)],
    )
    columns = ("kind", "name", "category", "capacity", "source", "note")
    assert told(places, *columns) == [
        ["gias:100001", "school", "Hill Church of England Primary", "primary", 210, "schools+openstreetmap",
         "ages 4 to 11; matched by name, 300 m apart"]
    ]  # fmt: skip
    assert places.geometry[0].equals(translate(grounds, WEST, SOUTH))


def test_schools_of_one_source_are_both_kept() -> None:
    places = made(
        osm(("w1", {**PRIMARY, "name": "Dale Primary School"}, box(400, 10, 500, 60))),
        schools=[school("100001", "Hill Primary School", 100, 0)],
    )
    assert told(places, "source", "note") == [
        ["gias:100001", "schools", "ages 4 to 11; not found in OpenStreetMap: placed where the register has it"],
        ["osm:w1", "openstreetmap", "in OpenStreetMap only"],
    ]
    assert places.geometry[0] == Point(WEST + 100, SOUTH)


def test_phase_that_does_not_apply_is_told_by_the_map() -> None:
    mapped = osm(("n1", {"amenity": "school", "school": "special"}, Point(100, 20)))
    register = [school("100001", "Hill School", 100, 0, phase="Not applicable"), school("100002", "Far School", 900, 0)]
    assert told(made(mapped, schools=register), "category") == [["gias:100001", "special"], ["gias:100002", "primary"]]


def test_school_without_coordinates_stands_at_its_postcode_or_is_left_out_and_counted() -> None:
    register = [
        school("100001", "Hill School", None, None),
        school("100002", "Lost School", None, None, postcode="TY1 9ZZ"),
        school("100003", "Other Town's School", None, None, postcode="ZZ1 1ZZ"),
    ]
    places = made(osm(), schools=register)
    assert places["destination_id"].tolist() == ["gias:100001"]
    assert places.geometry[0] == Point(WEST + 100, SOUTH)
    assert places.attrs["left_out"] == {"school": 1, "gp": 0, "pharmacy": 0}


def test_schools_beyond_the_streets_and_institutions_without_pupils_are_left_out() -> None:
    register = [
        school("100001", "Here School", 100, 500),
        school("100002", "Beyond School", 100, 501),
        school("100003", "Hill Children's Centre", 100, 0, school_type="Children's Centre"),
    ]
    assert made(osm(), schools=register)["destination_id"].tolist() == ["gias:100001"]


def test_practice_stands_on_the_map_within_150_metres_and_else_at_its_postcode() -> None:
    practice = [{"ods_id": "A81001", "name": "HILL MEDICAL PRACTICE", "postcode": "TY1 1AA"}]
    surgery = {"amenity": "doctors", "name": "Hill Surgery"}
    near = made(osm(("n1", surgery, Point(240, 0))), gp_practices=practice)
    assert told(near, "name", "source") == [["nhs:A81001", "HILL MEDICAL PRACTICE", "gp_practices+openstreetmap"]]
    assert near.geometry[0] == Point(WEST + 240, SOUTH)
    far = made(osm(("n1", surgery, Point(260, 0))), gp_practices=practice)
    assert far["destination_id"].tolist() == ["nhs:A81001", "osm:n1"]


def test_pharmacies_of_a_register_are_told_from_practices() -> None:
    chain = [{"ods_id": "FA1", "name": "BOOTS UK LIMITED", "postcode": "TY1 1AA"}]
    mapped = osm(
        ("n1", {"amenity": "pharmacy", "name": "Boots"}, Point(120, 0)), ("n2", {"amenity": "doctors"}, Point(90, 0))
    )
    assert told(made(mapped, pharmacies=chain), "kind") == [["nhs:FA1", "pharmacy"], ["osm:n2", "gp"]]


def test_places_without_a_register_are_openstreetmaps_alone_without_a_note() -> None:
    mapped = osm(
        ("n2", {"shop": "supermarket", "name": "Shop"}, Point(10, 0)),
        ("n1", {"highway": "bus_stop"}, Point(20, 0)),
        ("w3", {"leisure": "sports_centre"}, box(30, 0, 80, 50)),
    )
    assert told(made(mapped), "kind", "source", "note") == [
        ["osm:n1", "public_transport_stop", "openstreetmap", ""],
        ["osm:n2", "food_shop", "openstreetmap", ""],
        ["osm:w3", "leisure", "openstreetmap", ""],
    ]


def test_without_streets_there_is_nothing_to_walk_to() -> None:
    schools = table("source_schools", [school("100001", "Hill School", 100, 0)])
    nothing = {name: empty(f"source_{name}") for name in ("green_space", "gp_practices", "pharmacies")}
    places = destinations(empty("source_openstreetmap"), schools=schools, postcodes=POSTCODES, **nothing)
    assert validate("destinations", places).empty


def test_order_of_the_sources_rows_does_not_matter() -> None:
    mapped = osm(
        ("n1", {"amenity": "school"}, Point(100, 0)),
        ("w2", {"leisure": "park"}, box(0, 0, 100, 100)),
        ("n3", {"amenity": "pharmacy"}, Point(300, 0)),
    )
    register = [school("100001", "Hill School", 100, 0), school("100002", "Dale School", 900, 0)]
    there, back = made(mapped, schools=register), made(mapped[::-1], schools=register[::-1])
    pd.testing.assert_frame_equal(there, back)


@pytest.mark.parametrize("name", ["HILL SURGERY", "THE DALE PRACTICE"])
def test_two_practices_in_one_building_are_two(name: str) -> None:
    practices = [
        {"ods_id": "A81001", "name": "HILL SURGERY", "postcode": "TY1 1AA"},
        {"ods_id": "A81002", "name": name, "postcode": "TY1 1AA"},
    ]
    places = made(osm(("n1", {"amenity": "doctors", "name": "Hill Surgery"}, Point(120, 0))), gp_practices=practices)
    assert places["source"].tolist() == ["gp_practices+openstreetmap", "gp_practices"]


def test_schools_of_rutland_are_found_on_its_map(real_data) -> None:
    # their points are those of postcodes; Harington School shares the site of Catmose College, and is not on the map
    area, folder = load_study_area("rutland"), real_data / "rutland"
    extract = folder / "openstreetmap" / "rutland_england.osm.pbf"
    streets = conform("source_openstreetmap", read_extracts([extract], load_catalogue()["openstreetmap"], None))
    register = load_source("schools", folder, area)
    nothing = {name: empty(f"source_{name}") for name in ("green_space", "gp_practices", "pharmacies")}
    places = destinations(streets, schools=register, postcodes=load_source("postcodes", folder, area), **nothing)
    listed = validate("destinations", places).set_index("destination_id").loc["gias:" + register["urn"]]
    how = listed["note"].str.extract(r"(matched by name|matched by nearness|not found)")[0]
    assert dict(zip(listed["name"], how, strict=True)) == {
        "Uppingham CofE Primary School": "matched by name",
        "Catmose College": "matched by name",
        "Uppingham Community College": "matched by name",
        "Casterton College Rutland": "matched by nearness",
        "Brooke Hill Academy": "matched by name",
        "Harington School": "not found",
        "Edith Weston Academy": "matched by name",
    }
