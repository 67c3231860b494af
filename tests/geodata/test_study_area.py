"""The study area's declaration: what it refuses, and how it names what is wrong."""

from pathlib import Path

import pytest

from geodata.errors import StudyAreaError
from geodata.study_area import StudyArea, Suppression, bundled_study_areas, load_study_area

GOOD = """
name = "toytown"
title = "Toytown"

[local_authorities]
easton = "E06999001"
weston = "E06999002"

[priority]
components = ["iod2025_imd_score"]
"""


@pytest.fixture
def declared(tmp_path: Path):
    """Return a function that writes a declaration and loads it."""

    def load(text: str) -> StudyArea:
        path = tmp_path / "toytown.toml"
        path.write_text(text, encoding="utf-8")
        return load_study_area(path)

    return load


def test_a_declaration_is_read(declared):
    study_area = declared(GOOD)
    assert study_area.local_authorities == {"easton": "E06999001", "weston": "E06999002"}
    assert study_area.codes == ("E06999001", "E06999002")
    assert study_area.priority.components == ("iod2025_imd_score",)
    assert study_area.apportionment == "postcodes"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('title = "Toytown"', 'titel = "Toytown"', "title"),
        ('name = "toytown"', 'name = "toytown"\nis_sinthetic = true', "is_sinthetic"),
        ("components = [", "componets = [", r"priority\.componets"),
        ('name = "toytown"', 'name = "Toy Town"', "name"),
        ('easton = "E06999001"', 'easton = "E0699901"', "easton.*E0699901"),
        ('easton = "E06999001"', 'Easton = "E06999001"', "Easton.*lower case"),
        ('easton = "E06999001"', 'easton = "E06999002"', "a code appears twice"),
        ('name = "toytown"', 'name = "toytown"\napportionment = "postcode"', "apportionment"),
        ('name = "toytown"', 'name = "toytown"\nformer_codes = { E08000016 = "E08000038" }', "E08000016.*E08000038"),
        ('easton = "E06999001"\nweston = "E06999002"', "", "local_authorities"),
    ],
)
def test_a_mistake_is_an_error_naming_the_file_and_the_key(declared, old, new, named):
    assert old in GOOD
    with pytest.raises(StudyAreaError, match=f"toytown.toml.*{named}"):
        declared(GOOD.replace(old, new))


def test_the_rule_of_suppression_is_read_and_has_a_default(declared):
    assert declared(GOOD).suppression == Suppression(low=1, high=4, also_disclosive=())
    study_area = declared(GOOD + '\n[suppression]\nhigh = 7\nalso_disclosive = ["travel_to_work"]\n')
    assert study_area.suppression == Suppression(low=1, high=7, also_disclosive=("travel_to_work",))


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("hihg = 7", r"suppression\.hihg"),
        ("low = -1", r"suppression\.low"),
        ("low = 5", "suppression: .*high is 4, below low, which is 5"),
        ('also_disclosive = ["travel_to_wrok"]', "suppression: .*also_disclosive: no source is called travel_to_wrok"),
    ],
)
def test_a_mistake_in_the_rule_of_suppression_names_its_place(declared, rule, named):
    with pytest.raises(StudyAreaError, match=f"toytown.toml: {named}"):
        declared(f"{GOOD}\n[suppression]\n{rule}\n")


def test_a_typo_in_a_claim_names_its_place(declared):
    claim = '\n[[claims]]\ntext = "t"\nsource = "s"\npeople = 1\npeople_from = 1\npeople_to = 1\nindikator = "x"\n'
    with pytest.raises(StudyAreaError, match=r"claims\.0\.indi"):
        declared(GOOD + claim)


def test_what_is_not_toml_is_said_so(declared):
    with pytest.raises(StudyAreaError, match=r"toytown\.toml: not valid TOML"):
        declared("name = toytown")


def test_an_unknown_name_lists_those_that_are_bundled():
    with pytest.raises(StudyAreaError, match=r"'atlantis': no such file.*cheshire_merseyside, demo, newport, rutland"):
        load_study_area("atlantis")


@pytest.mark.parametrize("name", bundled_study_areas())
def test_bundled_study_areas_are_valid_and_carry_their_file_name(name):
    study_area = load_study_area(name)
    assert study_area.name == name
    assert study_area.is_synthetic is (name == "demo")


def test_a_declaration_cannot_be_changed(declared):
    with pytest.raises(ValueError, match="frozen"):
        declared(GOOD).title = "Elsewhere"


def test_every_figure_of_a_synthetic_area_is_synthetic(declared):
    assert declared(GOOD).kind("measured") == "measured"
    synthetic = declared(GOOD.replace('title = "Toytown"', 'title = "Toytown"\nis_synthetic = true'))
    assert synthetic.kind("measured") == "synthetic"
    assert synthetic.kind("modelled") == "synthetic"


def test_a_streets_only_area_has_one_authority(declared):
    with pytest.raises(StudyAreaError, match="a streets-only area has one"):
        declared("is_streets_only = true\n" + GOOD)


def test_a_map_from_the_internet_needs_an_address_of_tiles(declared):
    online = 'online_map = { tiles = "https://tiles.example/{z}/{x}/{y}.png", attribution = "© Somebody" }\n'
    assert declared(online + GOOD).online_map.host == "tiles.example"
    with pytest.raises(StudyAreaError, match=r"online_map\.tiles"):
        declared(online.replace("{z}/{x}/{y}", "map") + GOOD)


def test_extracts_are_named_as_in_their_addresses(declared):
    text = GOOD + '[openstreetmap]\nextracts = ["england/east-easton", "wales"]\ndate = 2026-11-20\n'
    assert declared(text).openstreetmap.extracts == ("england/east-easton", "wales")
    assert declared(GOOD).openstreetmap.extracts == ()


@pytest.mark.parametrize("name", ["England/Easton", "/etc/passwd", "../easton", "easton-latest.osm.pbf", ""])
def test_an_extract_that_is_none_is_refused_by_name(declared, name):
    with pytest.raises(StudyAreaError, match=r"openstreetmap: .*is not the name of an extract"):
        declared(GOOD + f'[openstreetmap]\nextracts = ["{name}"]\n')


def test_bundled_study_areas_with_people_declare_their_own_and_their_neighbours_extracts():
    for name in ("cheshire_merseyside", "rutland"):
        assert len(load_study_area(name).openstreetmap.extracts) > 3


def test_a_study_area_may_look_for_a_service_elsewhere_and_a_service_that_is_none_is_refused(declared):
    chosen = '[base_urls]\n{} = "http://127.0.0.1:8000"\n'
    assert declared(GOOD + chosen.format("nomis")).base_urls == {"nomis": "http://127.0.0.1:8000"}
    with pytest.raises(StudyAreaError, match="base_urls: no service is called nomic"):
        declared(GOOD + chosen.format("nomic"))
