"""Lines of the map of routes: each part once, in chains, and every one found again."""

import geopandas as gpd
import pandas as pd
import shapely

from maps import route_lines
from maps.route_lines import chains, drawn_parts, feature_collection

RSGB = "rsgb_walked_route"


def parts_of(collection):
    """Return the points of each part in the order of the file, as the page takes them from the chains."""
    found = []
    for feature in collection["features"]:
        counts = iter(feature["properties"]["counts"])
        for line in feature["geometry"]["coordinates"]:
            at = 0
            while at < len(line):
                end = at + next(counts)
                found.append(line[max(0, at - 1) : end])
                at = end
        assert next(counts, None) is None
    return found


def test_classes_tell_sight_lines_apart_and_widths_stand_for_pupils(routes):
    parts = drawn_parts(routes["edge_ratings"], routes["pupil_flows"], RSGB, [])
    told = parts[["line_class", "step"]].T.to_dict("list")
    assert told == {
        "w1.0.0": ["conditional", 3],
        "w2.0.0.left": ["undetermined", 2],
        "w2.0.0.right": ["unavailable", 1],
        "w3.0.0": ["available", 0],
        "w4.0.0": ["conditional", 3],
    }


def test_without_flows_nobody_is_drawn_to_walk(routes):
    parts = drawn_parts(routes["edge_ratings"], pd.DataFrame(), RSGB, [])
    assert parts["step"].tolist() == [0] * 5


def test_every_part_is_in_the_file_once_and_where_it_lies(routes):
    parts = drawn_parts(routes["edge_ratings"], routes["pupil_flows"], RSGB, [])
    collection, ids = feature_collection(parts)
    assert sorted(ids) == sorted(parts.index)
    web = parts.geometry.to_crs(4326)
    for part_id, points in zip(ids, parts_of(collection), strict=True):
        # sides lie four metres beside, which is under a ten-thousandth of a degree
        assert shapely.LineString(points).hausdorff_distance(web[part_id]) < 1e-4


def test_sides_lie_on_their_own_side(routes):
    parts = drawn_parts(routes["edge_ratings"], routes["pupil_flows"], RSGB, [])
    collection, ids = feature_collection(parts)
    north = {part_id: points[0][1] for part_id, points in zip(ids, parts_of(collection), strict=True)}
    assert north["w2.0.0.right"] < north["w3.0.0"] < north["w2.0.0.left"]


def test_parts_of_one_class_that_meet_are_one_line():
    ends = [("a", "b"), ("d", "c"), ("b", "c"), ("x", "y")]
    found = [[line for line, _ in chain] for chain in chains(ends)]
    assert found == [[0, 2, 1], [3]]


def test_a_chain_grows_at_both_ends_and_each_line_stands_once():
    found = list(chains([("b", "c"), ("a", "b"), ("c", "b"), ("c", "c")]))
    assert sorted(line for chain in found for line, _ in chain) == [0, 1, 2, 3]


def test_of_too_many_parts_the_wanted_and_most_walked_stay(routes, monkeypatch):
    monkeypatch.setattr(route_lines, "MOST_PARTS", 3)
    parts = drawn_parts(routes["edge_ratings"], routes["pupil_flows"], RSGB, ["w2.0.0.right"])
    assert sorted(parts.index) == ["w1.0.0", "w2.0.0.right", "w4.0.0"]


def test_a_tight_bend_still_has_its_side(routes):
    ratings = routes["edge_ratings"]
    hairpin = shapely.LineString([(341_000, 390_500), (341_003, 390_500), (341_003, 390_501), (341_000, 390_501)])
    ratings = gpd.GeoDataFrame(ratings.assign(geometry=[hairpin] * len(ratings)), crs=ratings.crs)
    collection, ids = feature_collection(drawn_parts(ratings, routes["pupil_flows"], RSGB, []))
    assert len(ids) == len(parts_of(collection)) == 5
    assert all(len(points) >= 2 for points in parts_of(collection))
