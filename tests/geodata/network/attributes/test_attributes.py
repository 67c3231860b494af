"""What holds of every attribute, whatever the tags."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.network.attributes import CROSSING_KEYS, EDGE_KEYS, crossing_attributes, edge_attributes
from geodata.network.attributes.footways import sidewalk
from geodata.network.attributes.speeds import mph
from geodata.openstreetmap.tags import KEPT
from geodata.schemas.streets import EDGE_ATTRIBUTES, NODE_ATTRIBUTES

ANY = st.sampled_from([None, "yes", "no", "separate", "junk"])
VALUES = {
    "sidewalk": st.sampled_from([None, "both", "left", "right", "no", "none", "separate", "yes"]),
    "sidewalk:left": ANY,
    "sidewalk:right": ANY,
    "sidewalk:both": ANY,
    "maxspeed": st.sampled_from([None, "20 mph", "30", "30 mph;20 mph", "signals", "national", "GB:nsl_dual", "junk"]),
    "maxspeed:type": st.sampled_from([None, "GB:nsl_single", "gb:national", "sign"]),
    "source:maxspeed": st.sampled_from([None, "UK:nsl_restricted", "survey"]),
    "dual_carriageway": ANY,
    "lanes": st.sampled_from([None, "2", "0", "two"]),
    "lanes:forward": st.sampled_from([None, "1", "junk"]),
    "lanes:backward": st.sampled_from([None, "1", "2"]),
    "width": st.sampled_from([None, "2", "6'", "narrow", "0"]),
    "est_width": st.sampled_from([None, "3 m", "wide"]),
    "lit": ANY,
    "surface": st.sampled_from([None, "asphalt", "yes"]),
    "footway": st.sampled_from([None, "crossing", "left", "none"]),
    "cycleway": st.sampled_from([None, "crossing", "lane"]),
    "crossing": st.sampled_from([None, "zebra", "marked", "unmarked", "traffic_signals", "island", "no", "yes"]),
    "crossing_ref": st.sampled_from([None, "zebra", "tiger", "pelican", "countdown"]),
    "crossing:markings": st.sampled_from([None, "zebra;dots", "dots", "no", "yes"]),
    "crossing:signals": ANY,
    "crossing:island": ANY,
    "traffic_calming": st.sampled_from([None, "island", "table"]),
    "kerb": st.sampled_from([None, "flush", "no", "yes"]),
    "tactile_paving": st.sampled_from([None, "yes", "no", "incorrect"]),
    "bridge": ANY,
    "tunnel": ANY,
    "steps": ANY,
}
CLASSES = st.sampled_from(["residential", "tertiary", "footway", "service", "trunk", "steps"])
TAGS = st.fixed_dictionaries({"highway": CLASSES, **VALUES})
WAYS = st.lists(TAGS, min_size=5, max_size=20)
MIRRORED = {"left": "right", "right": "left"}


def of(*ways):
    return edge_attributes(pd.DataFrame(ways, dtype="string"))


def columns(names):
    return [column for name in names for column in (name, f"is_{name}_known", f"{name}_source")]


def test_columns_are_those_of_the_tables():
    tags = pd.DataFrame({"highway": ["residential"]}, dtype="string")
    assert list(edge_attributes(tags)) == columns(EDGE_ATTRIBUTES)
    assert list(crossing_attributes(tags)) == columns(NODE_ATTRIBUTES)
    assert edge_attributes(tags.iloc[:0]).dtypes.equals(edge_attributes(tags).dtypes)


def test_the_reader_keeps_every_tag_that_a_node_is_asked_for():
    assert set(CROSSING_KEYS) - KEPT["crossing"] == {"footway", "cycleway", "path"}  # of ways only


@given(TAGS)
def test_deleting_a_tag_never_makes_an_unknown_attribute_known(tags):
    made = of(tags, *(tags | {key: None} for key in VALUES))
    for name in EDGE_ATTRIBUTES:
        is_known = made[f"is_{name}_known"]
        assert is_known[0] or not is_known.any(), name


@settings(max_examples=20)  # each reads a good many ways
@given(WAYS)
def test_a_value_and_its_source_go_together(ways):
    made = of(*ways)
    for name in EDGE_ATTRIBUTES:
        source = made[f"{name}_source"]
        assert (made[name].isna() == (source == "")).all()
        assert (made[f"is_{name}_known"] == source.isin(["osm", "type"])).all()


@given(TAGS)
def test_mirrored_tags_give_mirrored_sides(tags):
    mirrored = tags | {
        "sidewalk": MIRRORED.get(tags["sidewalk"], tags["sidewalk"]),
        "footway": MIRRORED.get(tags["footway"], tags["footway"]),
        "sidewalk:left": tags["sidewalk:right"],
        "sidewalk:right": tags["sidewalk:left"],
    }
    both = pd.DataFrame([tags, mirrored], dtype="string")
    left, right = (sidewalk(both, side).value.fillna("unknown").tolist() for side in ("left", "right"))
    assert left == right[::-1]


@given(st.integers(5, 130))
def test_a_bare_number_is_kilometres_per_hour(limit):
    assert mph(str(limit)) == mph(f"{limit} km/h") == pytest.approx(limit / 1.609344)
    assert mph(f"{limit} mph") == limit


@settings(max_examples=20)
@given(WAYS)
def test_each_way_is_read_by_itself(ways):
    pd.testing.assert_frame_equal(of(*ways).iloc[[-1]].reset_index(drop=True), of(ways[-1]))


def test_the_index_is_kept():
    tags = pd.DataFrame({"highway": ["residential", "primary"], "maxspeed": ["30 mph", None]}, dtype="string")
    made = edge_attributes(tags.set_axis([7, 3]))
    assert made["speed_mph"].dropna().to_dict() == {7: 30.0}


def test_tags_without_a_column_are_absent():
    with_nulls = pd.DataFrame([{"highway": "tertiary", **dict.fromkeys(EDGE_KEYS[1:])}], dtype="string")
    pd.testing.assert_frame_equal(edge_attributes(with_nulls), edge_attributes(with_nulls[["highway"]]))
