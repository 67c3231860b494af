import pytest

from maps.shown_metric import AUTHORITIES_ONLY, figures, hatches, panel, shown_metrics

WARDS = ["E05999001", "E05999002", "E05999003", "E05999004"]
CODES = {"ward": WARDS, "local_authority": ["E06999001", "E06999002"]}


@pytest.fixture
def names(toytown):
    wards = toytown["wards"].set_index("ward_code").rename(columns={"ward_name": "name"})
    authorities = toytown["local_authorities"].set_index("local_authority_code")
    return {"ward": wards, "local_authority": authorities.assign(name=authorities["local_authority_name"])}


def shown(toytown):
    found, missing = shown_metrics(CODES, toytown["ward_indicators"], toytown["local_authority_indicators"])
    return {one.metric.key: one for one in found}, [metric.label for metric in missing]


def test_only_metrics_with_figures_are_shown_and_the_rest_are_named(toytown):
    metrics, missing = shown(toytown)
    assert list(metrics) == ["deprivation", "road-casualties", "inactive-adults"]
    assert "Walking or cycling to work" in missing
    assert "Inactive adults, modelled" in missing


def test_figures_are_worded_and_a_gap_has_its_reason(toytown):
    metrics, _ = shown(toytown)
    deprivation = figures(metrics["deprivation"])
    assert deprivation["E05999001"] == {"text": "10.0", "class": 0, "kind": "computed"}
    assert deprivation["E05999004"]["text"] == "no data"
    assert deprivation["E05999004"]["reason"] == "No LSOA is assigned to this ward"
    assert figures(metrics["road-casualties"])["E05999002"]["text"] == "2.0 (95% CI 1.5 to 2.5)"


def test_the_panel_of_a_ward_metric(toytown, names):
    metrics, _ = shown(toytown)
    said = panel(metrics["deprivation"], names["ward"], toytown["local_authority_indicators"], toytown["sources"])
    assert said["title"] == "Deprivation score, IMD 2025"
    assert said["kinds"] == ["computed"]
    assert said["legend"][-1] == {"fill": "url(#no-data)", "label": "No data", "count": "1"}
    assert sum(int(row["count"]) for row in said["legend"]) == 4
    assert said["summary"].endswith("There is no figure for 1 ward.")
    assert "Words for deprivation_2025" in said["source"]
    assert "Words for wards" in said["source"]


def test_activity_says_that_it_is_measured_for_authorities_only(toytown, names):
    metrics, _ = shown(toytown)
    authority = names["local_authority"]
    said = panel(metrics["inactive-adults"], authority, toytown["local_authority_indicators"], toytown["sources"])
    assert said["caveat"] == AUTHORITIES_ONLY
    assert said["title"] == "Inactive adults, 2024/25"
    assert said["summary"].startswith("Between 20.0% and 27.2%; England 21.8%.")
    assert "worse than England: Weston" in said["summary"]


def test_modelled_values_among_others_are_hatched_and_keyed(toytown, names):
    mixed = toytown["ward_indicators"].copy()
    chosen = (mixed["indicator"] == "road_casualties_per_1000") & (mixed["area_code"] == WARDS[0])
    mixed.loc[chosen, "kind"] = "modelled"
    metrics, _ = shown(toytown | {"ward_indicators": mixed})
    casualties = metrics["road-casualties"]
    said = panel(casualties, names["ward"], toytown["local_authority_indicators"], toytown["sources"])
    assert said["isMixed"]
    assert "Lines: modelled value" in [row["label"] for row in said["legend"]]
    assert len(hatches([casualties])) == 5


def test_a_wholly_modelled_layer_says_so_in_the_key(toytown, names):
    modelled = toytown["ward_indicators"].assign(kind="modelled")
    metrics, _ = shown(toytown | {"ward_indicators": modelled})
    said = panel(metrics["deprivation"], names["ward"], toytown["local_authority_indicators"], toytown["sources"])
    assert said["kinds"] == ["modelled"]
    assert said["counted"].endswith("Every value is modelled.")
    assert not said["isMixed"]


def test_a_layer_of_one_kind_has_no_hatch(toytown):
    metrics, _ = shown(toytown)
    assert hatches(list(metrics.values())) == []
