"""Real ways and nodes: their tags, and the attributes worked out by hand from OpenStreetMap's tagging rules."""

import tomllib
from pathlib import Path

import osmium
import pandas as pd
import pytest

from geodata.network.attributes import CROSSING_KEYS, EDGE_KEYS, crossing_attributes, edge_attributes
from geodata.schemas.streets import EDGE_ATTRIBUTES, NODE_ATTRIBUTES

EXTRACTS = {
    name: table["elements"]
    for name, table in tomllib.loads((Path(__file__).parent / "real_ways.toml").read_text(encoding="utf-8")).items()
}
ELEMENTS = [element for elements in EXTRACTS.values() for element in elements]
STRUCTURES = ("bridge", "tunnel", "steps")


def expected(element, names):
    """Return value and source of every attribute, also of those about which the tags say nothing."""
    found = dict.fromkeys(names, (None, "")) | {name: ("no", "default") for name in STRUCTURES if name in names}
    for name, said in element["expected"].items():
        source, value = next(iter(said.items())) if isinstance(said, dict) else ("osm", said)
        found[name] = (value if isinstance(value, str) else pytest.approx(value, rel=1e-5), source)
    return found


def keys_of(element):
    return EDGE_KEYS if element["id"].startswith("w") else CROSSING_KEYS


def test_every_attribute_is_met_and_so_is_every_source():
    assert len(ELEMENTS) >= 80
    assert {name for element in ELEMENTS for name in element["expected"]} == set(EDGE_ATTRIBUTES)
    said = [said for element in ELEMENTS for said in element["expected"].values() if isinstance(said, dict)]
    assert {source for each in said for source in each} == {"type", "default"}


def table(kind):
    """Return the tags of all ways (w) or nodes (n), by their numbers in the list."""
    chosen = {number: element["tags"] for number, element in enumerate(ELEMENTS) if element["id"].startswith(kind)}
    return pd.DataFrame(list(chosen.values()), list(chosen), dtype="string")


@pytest.fixture(scope="module")
def attributes():
    return {"w": edge_attributes(table("w")), "n": crossing_attributes(table("n"))}


@pytest.mark.parametrize("number", range(len(ELEMENTS)), ids=[element["id"] for element in ELEMENTS])
def test_attributes_are_those_worked_out_by_hand(attributes, number):
    element = ELEMENTS[number]
    kind = element["id"][0]
    names = EDGE_ATTRIBUTES if kind == "w" else NODE_ATTRIBUTES
    made = attributes[kind].loc[number]
    found = {name: (None if pd.isna(made[name]) else made[name], made[f"{name}_source"]) for name in names}
    assert found == expected(element, names)
    assert all(made[f"is_{name}_known"] == (found[name][1] in ("osm", "type")) for name in names)


@pytest.mark.parametrize("extract", EXTRACTS)
def test_the_tags_still_stand_so_in_the_extract(real_data, extract):
    wanted = {element["id"]: element for element in EXTRACTS[extract]}
    found = {}
    for each in osmium.FileProcessor(str(real_data / extract), osmium.osm.NODE | osmium.osm.WAY).with_filter(
        osmium.filter.IdFilter(int(name[1:]) for name in wanted)
    ):
        if element := wanted.get(f"{'n' if each.is_node() else 'w'}{each.id}"):
            found[element["id"]] = {key: each.tags[key] for key in keys_of(element) if key in each.tags}
    assert found == {name: element["tags"] for name, element in wanted.items()}
