"""Routes to school in words: Toytown's table, read by eye."""

import datetime

import pandas as pd

from geodata.schemas import empty
from maps.front_page import front_page
from maps.route_verdicts import route_verdicts


def test_each_authority_and_the_whole_have_their_shares(study_area, toytown, route_safety):
    said = route_verdicts(study_area, route_safety, toytown["local_authorities"])
    assert said.headings == [
        "Pupils", "Available", "Of these, whatever sight lines are", "Cannot be judged yet",
        "Unavailable", "Available under likely evidence",
        "Beyond the distance",
    ]  # fmt: skip
    assert said.rows == [
        ("Easton", ["about 458", "25.0%", "2.0%", "70.0%", "5.0%", "60.0%", "12.6%"]),
        ("Weston", ["about 20", "no data", "no data", "no data", "no data", "no data", "100.0%"]),
        ("Toytown", ["about 478", "25.0%", "2.0%", "70.0%", "5.0%", "60.0%", "12.6%"]),
    ]
    assert (said.whose, said.kind, said.date) == ("pupils", "computed", "2025-03-01")
    assert said.note == "the extract ends at the border"


def test_streets_stand_for_pupils_where_nobody_knows_who_lives_where(study_area, toytown, route_safety):
    metres = route_safety.assign(unit=pd.Series(["street metres"] * 3, dtype="string"), pupils=12_345.0)
    said = route_verdicts(study_area, metres, toytown["local_authorities"])
    assert said.whose == "km of residential street"
    assert said.rows[0][1][0] == "12.3"


def test_without_routes_there_is_nothing_to_say(study_area, toytown):
    assert route_verdicts(study_area, empty("authority_route_safety"), toytown["local_authorities"]) is None


def test_the_front_page_shows_them_with_their_caveat(study_area, toytown):
    html = front_page(study_area, datetime.date(2026, 11, 22), "0.1.0", **toytown, maps={}, tables=[])
    assert "Who has an available walking route to school" in html
    assert "is not a statement about danger" in html
    assert "unsafe" not in html
    assert "dangerous" not in html
