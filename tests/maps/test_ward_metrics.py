import pandas as pd

from geodata.indicators.definitions import indicator_list
from geodata.schemas import conform, empty
from maps.metrics import METRICS
from maps.shown_metric import shown_metrics
from maps.ward_metrics import PAGE_METRICS, THEMES, page_metrics, with_medians

WARDS = ["E05999001", "E05999002", "E05999003", "E05999004"]
CODES = {"ward": WARDS, "local_authority": ["E06999001", "E06999002"]}


def test_metrics_of_the_page_are_indicators_that_the_map_does_not_have():
    names = [metric.indicator for metric in PAGE_METRICS]
    assert set(names) <= set(indicator_list())
    assert not set(names) & {metric.indicator for metric in METRICS}
    assert {metric.theme for metric in METRICS} <= set(THEMES)


def test_the_page_goes_theme_by_theme_and_leaves_out_what_has_no_figure(toytown):
    scores = toytown["ward_indicators"].query("indicator == 'iod2025_imd_score'")
    detours = scores.assign(indicator="streets_walk_directness", value=[1.2, 1.4, 1.3, None], period="2026")
    indicators = pd.concat([toytown["ward_indicators"], detours])
    of_map, _ = shown_metrics(CODES, indicators, toytown["local_authority_indicators"])
    of_wards = [one for one in of_map if one.metric.level == "ward"]
    labels = [one.metric.label for one in page_metrics(of_wards, indicators, WARDS)]
    assert labels == ["Deprivation score", "Detours between neighbouring homes", "Road casualties"]


def test_an_authoritys_walk_is_the_median_over_its_residents(toytown, study_area):
    indicator = "access_gp_walk_minutes"
    of_parts = toytown["local_authority_indicators"].iloc[[0]].assign(indicator=indicator, value=100.9)
    figures = pd.concat([toytown["local_authority_indicators"], of_parts])
    row = {
        "area_code": "E06999001", "local_authority_code": "E06999001", "destination": "gp", "profile": "walking",
        "period": "2026-01-01", "walk_minutes": 114.1, "residents": 1000.0, "homes": 10, "note": "",
    }  # fmt: skip
    table = empty("authority_access")
    walks = conform("authority_access", pd.DataFrame([dict.fromkeys(table.columns) | row]))
    shown = with_medians(study_area, figures, walks)
    assert shown.loc[shown["indicator"] == indicator, "value"].tolist() == [114.1]
    assert set(toytown["local_authority_indicators"]["indicator"]) < set(shown["indicator"])
