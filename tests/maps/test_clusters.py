import pytest

from geodata import schemas
from maps.clusters import cluster_figures, cluster_panel, clusters

WARDS = ["E05999001", "E05999002", "E05999003", "E05999004"]


@pytest.fixture
def found(ward_clusters):
    (only,), none = clusters(ward_clusters, WARDS)
    assert none == []
    return only


def test_each_ward_has_its_cluster_in_words(found):
    said = cluster_figures(found)
    assert [said[ward]["class"] for ward in WARDS] == [0, 0, 4, -1]
    assert said["E05999003"]["text"] == "high, among high neighbours"
    assert said["E05999004"]["reason"] == "not computed: an island"
    assert said["E05999001"]["text"] == "no pattern beyond chance"


def test_only_the_high_among_low_are_outlined(ward_clusters):
    changed = ward_clusters.assign(cluster=["high among low", "low among high", "low among low", "high among high"])
    (only,), _ = clusters(changed, WARDS)
    assert [cluster_figures(only)[ward]["isWorst"] for ward in WARDS] == [True, False, False, False]


def test_the_panel_counts_every_ward_once_and_names_the_few(found, toytown):
    names = toytown["wards"].set_index("ward_code")["ward_name"]
    panel = cluster_panel(found, names, toytown["sources"])
    assert panel["key"] == "clusters-of-road-casualties"
    assert panel["title"] == "Road casualties: wards like or unlike their neighbours, 2010 to 2019"
    assert [(row["label"], row["count"]) for row in panel["legend"]] == [
        ("High, among high neighbours", "1"),
        ("High, among low neighbours", "0"),
        ("Low, among high neighbours", "0"),
        ("Low, among low neighbours", "0"),
        ("No pattern beyond chance", "2"),
        ("Not judged", "1"),
    ]
    assert panel["legend"][0]["fill"] == panel["fills"][4]
    assert panel["summary"] == "1 of 4 wards stands beyond chance. High, among high neighbours: Cedar."
    assert panel["kinds"] == ["computed"]


def test_without_any_cluster_there_is_no_choice_but_the_reason(ward_clusters):
    quiet = ward_clusters.assign(cluster="not significant")
    assert clusters(quiet, WARDS) == ([], ["Road casualties"])


def test_what_was_not_looked_at_is_neither_shown_nor_called_without_pattern(ward_clusters):
    assert clusters(ward_clusters.assign(cluster="not computed"), WARDS) == ([], [])
    assert clusters(schemas.empty("ward_clusters"), WARDS) == ([], [])
