"""Two metrics at once, on Toytown: three wards have both, one in each corner of the diagonal."""

import pytest

from maps.bivariate import pair_figures, pair_panel, pairs, text_on
from maps.metrics import METRICS
from maps.palettes import BIVARIATE
from maps.shown_metric import shown_metrics

WARDS = ["E05999001", "E05999002", "E05999003", "E05999004"]
CODES = {"ward": WARDS, "local_authority": ["E06999001", "E06999002"]}


@pytest.fixture
def pair(toytown):
    shown, _ = shown_metrics(CODES, toytown["ward_indicators"], toytown["local_authority_indicators"])
    (only,) = pairs(shown)  # activity is measured for authorities only, and deprivation is not held against itself
    return only


def test_wards_are_in_thirds_of_both(pair):
    assert pair.key == "deprivation-and-road-casualties"
    found = pair_figures(pair)
    assert [found[ward]["class"] for ward in WARDS] == [0, 4, 8, -1]
    assert found["E05999003"]["text"] == "high, deprivation high"
    assert found["E05999004"]["text"] == "no data"  # it has casualties, but no deprivation score
    assert [found[ward]["isWorst"] for ward in WARDS] == [False, False, True, False]


def test_the_panel_counts_every_ward_once_and_says_where_the_worst_are(pair, toytown):
    authorities = toytown["wards"].set_index("ward_code")["local_authority_name"]
    said = pair_panel(pair, authorities, toytown["sources"])
    assert said["title"] == "Road casualties and deprivation together, 2010 to 2019 and 2025"
    counts = [[field["count"] for field in row] for row in said["grid"]]
    assert counts == [["0", "0", "1"], ["0", "1", "0"], ["1", "0", "0"]]
    assert said["legend"] == [{"fill": "url(#no-data)", "label": "No data", "count": "1"}]
    assert said["grid"][0][2]["label"] == "Deprivation high, road casualties high: 1 ward"
    assert said["summary"] == (
        "1 of 3 wards is in the most deprived third and in the highest third of road casualties (black outline). "
        "By authority: Weston (1)."
    )


def test_abbreviations_keep_their_capitals(pair, toytown):
    access = next(metric for metric in METRICS if metric.key == "gp-practice")
    other = type(pair)(pair.across, type(pair.up)(access, pair.up.period, pair.up.rows, pair.up.classes))
    authorities = toytown["wards"].set_index("ward_code")["local_authority_name"]
    said = pair_panel(other, authorities, toytown["sources"])
    assert said["label"] == "Deprivation and GP practice within 15 minutes"
    assert "lowest third of GP practice within 15 minutes" in said["summary"]


def test_less_is_worse_where_the_metric_says_so(pair):
    access = pair.up.metric.__class__(**{**vars(pair.up.metric), "worse": "less"})
    other_way = type(pair)(pair.across, type(pair.up)(access, pair.up.period, pair.up.rows, pair.up.classes))
    assert other_way.worst.empty  # the most deprived ward has the most


def test_counts_can_be_read_on_every_field():
    assert [text_on(place) for place in range(len(BIVARIATE))].count("#FFFFFF") == 3
