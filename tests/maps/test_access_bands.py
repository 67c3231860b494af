import pandas as pd

from geodata.indicators.definitions import entries, indicator_list
from maps.access_bands import BAND_METRICS, PLACES, access_bands
from maps.shown_metric import figures

WARDS = ["E05999001", "E05999002", "E05999003", "E05999004"]


def test_there_is_a_band_for_every_kind_of_place():
    metrics = BAND_METRICS
    assert list(PLACES) == list(entries("destination"))
    assert all(metric.indicator in indicator_list() for metric in metrics)
    assert [metric.key for metric in metrics][:3] == ["minutes-to-school", "minutes-to-green-space", "minutes-to-gp"]
    assert metrics[2].title == "Walk to the nearest GP practice, {period}"
    assert {metric.theme for metric in metrics} == {"Minutes on foot"}


def test_bands_are_fixed_and_a_ward_without_a_walk_has_no_data(toytown):
    table = toytown["ward_indicators"].query("indicator == 'iod2025_imd_score'")
    walks = table.assign(indicator="access_gp_walk_minutes", value=[4.94, 5.0, 20.0, None], unit="minutes")
    (shown,) = access_bands(pd.DataFrame(walks), WARDS)
    assert shown.classes.labels == ("under 5", "5 to under 10", "10 to under 15", "15 to under 20", "20 or more")
    said = figures(shown)
    assert [said[ward]["class"] for ward in WARDS] == [0, 1, 4, -1]
    assert said["E05999002"]["text"] == "5.0 minutes"


def test_without_streets_there_is_none(toytown):
    assert access_bands(toytown["ward_indicators"], WARDS) == []
