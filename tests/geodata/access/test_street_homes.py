import numpy as np
import pandas as pd
import pytest

from geodata.access.street_homes import street_homes
from geodata.schemas import validate


def test_places_stand_about_every_50_metres_in_the_middle_of_their_piece(streets) -> None:
    _, edges = streets({1: (0, 0), 2: (140, 0), 3: (140, 20)}, [(1, 2), (2, 3)])
    places = validate("homes", street_homes(edges, "W06000022"))
    assert places[["home_id", "edge_id"]].to_numpy().tolist() == [
        [0, "w1.0.0"],
        [1, "w1.0.0"],
        [2, "w1.0.0"],
        [3, "w2.0.0"],
    ]
    assert places["along_m"].tolist() == pytest.approx([140 / 6, 70, 700 / 6, 10])
    assert places["weight"].tolist() == pytest.approx([140 / 3] * 3 + [20])
    assert places.geometry[1].coords[0] == (340_070, 390_000)
    assert places[["snap_m"]].eq(0).all(axis=None)


def test_nobody_knows_who_lives_there(streets) -> None:
    _, edges = streets({1: (0, 0), 2: (50, 0)}, [(1, 2)])
    [home] = street_homes(edges, "W06000022").to_dict("records")
    assert home["local_authority_code"] == "W06000022"
    assert home["method"] == "street_metres"
    assert not home["is_far"]
    unknown = ("lsoa_code", "ward_code", "residents", "children", "no_car_households")
    assert all(pd.isna(home[name]) for name in unknown)


def test_weights_add_up_to_the_metres_of_residential_street(grid) -> None:
    _, edges = grid(4)
    edges["highway"] = np.resize(["residential", "living_street", "footway", "primary", "unclassified"], len(edges))
    lived_on = edges["highway"].isin(["residential", "living_street"])
    places = street_homes(edges, "W06000022")
    assert places["weight"].sum() == pytest.approx(edges["length_m"][lived_on].sum())
    assert set(places["edge_id"]) == set(edges["edge_id"][lived_on])


def test_streets_of_others_and_those_cut_off_are_left_out(streets) -> None:
    _, edges = streets(
        {1: (0, 0), 2: (50, 0), 3: (100, 0), 4: (150, 0)}, [(1, 2), (2, 3), (3, 4)],
        local_authority_code=["W06000022", "W06000021", "W06000022"], is_in_main_component=[True, True, False],
    )  # fmt: skip
    assert street_homes(edges, "W06000022")["edge_id"].tolist() == ["w1.0.0"]


def test_all_streets_count_where_no_outline_told_whose_they_are(streets) -> None:
    _, edges = streets({1: (0, 0), 2: (50, 0)}, [(1, 2)], local_authority_code=None)
    assert len(street_homes(edges, "W06000022")) == 1


def test_no_residential_street_gives_no_home(streets) -> None:
    _, edges = streets({1: (0, 0), 2: (50, 0)}, [(1, 2)], highway="trunk")
    assert validate("homes", street_homes(edges, "W06000022")).empty
