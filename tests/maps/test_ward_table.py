import datetime
import json
import re

import pandas as pd
import pytest

from geodata.suppression.withholding import WITHHELD
from maps.school_table import school_table
from maps.site import Site
from maps.sortable_table import Cell, Download, figure, missing, table_of
from maps.ward_table import metric_column, shown_of, ward_table


@pytest.fixture
def site(study_area, toytown):
    return Site(study_area, datetime.date(2026, 11, 22), "0.1.0", toytown["sources"], has_schools=True)


@pytest.fixture
def inequity():
    """Birch has no rank; Alder's is anywhere between 1 and 3."""
    return pd.DataFrame(
        {
            "ward_code": ["E05999001", "E05999002", "E05999003", "E05999004"],
            "residents": [1000.0, 2000.0, 3000.0, 4000.0],
            "imd_decile_national": [1.0, 5.0, 9.0, float("nan")],
            "priority_rank": [2.0, float("nan"), 1.0, 3.0],
            "priority_rank_lower": [1.0, float("nan"), 1.0, 3.0],
            "priority_rank_upper": [3.0, float("nan"), 2.0, 3.0],
        }
    )


TABLES = ("wards", "local_authorities", "ward_indicators", "local_authority_indicators")


@pytest.fixture
def page(site, toytown, inequity, ward_clusters):
    tables = {name: toytown[name] for name in TABLES}
    download = Download("../exports/ward_inequity.csv", 4)
    return ward_table(site, **tables, ward_inequity=inequity, ward_clusters=ward_clusters, download=download)[
        "index.html"
    ]


def rows_of(page, table=0):
    body = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)[table]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[re.sub(r"<[^>]+>", "|", cell).strip("|") for cell in row] for row in cells]


def test_every_ward_has_the_figures_of_the_map(page):
    assert rows_of(page)[0] == ["Alder", "Easton", "1,000", "1", "2|1 to 3", "10.0", "1.0|0.5 to 1.5"]
    assert rows_of(page)[1] == ["Birch", "Easton", "2,000", "5", "[x]", "20.0", "2.0|1.5 to 2.5"]
    assert '<a href="../wards/E05999001.html">Alder</a>' in page
    assert "[x] no data." in page


def test_what_only_authorities_have_stands_apart(page):
    assert rows_of(page, 1) == [["Easton", "20.0%"], ["Weston", "27.2%"]]


def test_the_download_is_a_plain_link_with_rows_and_size(page):
    assert '<a class="button second" href="../exports/ward_inequity.csv" download>Download CSV (4 rows)</a>' in page


def test_units_and_sources_stand_below(page):
    assert "Casualties per 1,000 a year: casualties per 1,000 residents a year; more is worse." in page
    assert "Source: DfT, Title of deprivation_2025 (2025)" in page


def test_the_two_signs_tell_withheld_from_missing(toytown):
    withheld = toytown["ward_indicators"].copy()
    is_dock = withheld["value"].isna()
    withheld.loc[is_dock, "note"] = WITHHELD
    by_ward, _ = shown_of(
        toytown["wards"], toytown["local_authorities"], withheld, toytown["local_authority_indicators"]
    )
    columns = [metric_column(metric) for metric in by_ward]
    assert columns[0].cells["E05999004"].text == "[c]"
    table = table_of("", "", columns, ["E05999004"])
    assert table.shorthand == "[c] withheld, because few people stand behind it."


def test_missing_figures_sort_by_nothing_and_others_by_their_value():
    assert missing().sort == figure(float("nan")).sort == ""
    assert figure(1234.56) == Cell("1,234.6", sort="1234.56")


@pytest.fixture
def scorecards():
    part = {"kind": "side", "side": "left", "name": "High Road", "ref": None, "verdict": "undetermined",
            "threshold": "no footway at over 840 vehicles/h"}  # fmt: skip
    shared = {"unit": "pupils", "pupils_available": 10.4, "pupils_undetermined": 80.0, "pupils_unavailable": 9.6,
              "pupils_beyond_limit": 0.0, "pupils": 100.0, "source": "population"}  # fmt: skip
    return pd.DataFrame(
        [
            shared | {"school_id": "gias:2", "name": "Vale School", "phase": "secondary",
                      "local_authority_code": "E06999002", "worst_parts": "[]"},
            shared | {"school_id": "gias:1", "name": "Hill School", "phase": "primary",
                      "local_authority_code": "E06999001", "worst_parts": json.dumps([part])},
        ]
    )  # fmt: skip


def test_schools_stand_by_name_with_pupils_by_verdict_and_the_worst_part(site, scorecards, toytown):
    page = school_table(site, scorecards, toytown["local_authorities"])["index.html"]
    first, second = rows_of(page)
    worst = "High Road, left side|undetermined: perhaps no footway at over 840 vehicles/h"
    assert first == ["Hill School", "Primary", "Easton", "100", "10", "80", "10", "0", worst]
    assert second[-1] == "none found"
    assert 'href="gias-1.html"' in page


def test_where_nobody_is_known_to_live_streets_stand_for_pupils(site, scorecards, toytown):
    streets = scorecards.assign(unit="street metres", pupils=1234.0)
    page = school_table(site, streets, toytown["local_authorities"])["index.html"]
    assert rows_of(page)[0][3] == "1.2"
    assert "Nobody&#39;s home or age is known here" in page


def test_no_school_no_page(site, scorecards, toytown):
    assert school_table(site, scorecards.iloc[:0], toytown["local_authorities"]) == {}


def test_wards_in_clusters_stand_in_a_table_of_their_own(page):
    (row,) = rows_of(page, 2)
    assert row[0] == "Cedar"
    assert row[1] == "high, among high neighbours"


def test_without_streets_there_is_no_table_of_minutes(page):
    assert "Minutes on foot" not in page


def test_walks_have_the_minutes_of_the_map(site, toytown, inequity, ward_clusters):
    walks = toytown["ward_indicators"].query("indicator == 'iod2025_imd_score'")
    walks = walks.assign(indicator="access_gp_walk_minutes", unit="minutes", source="population")
    tables = {name: toytown[name] for name in TABLES}
    tables["ward_indicators"] = pd.concat([tables["ward_indicators"], walks])
    download = Download("../exports/ward_inequity.csv", 4)
    html = ward_table(site, **tables, ward_inequity=inequity, ward_clusters=ward_clusters, download=download)
    rows = rows_of(html["index.html"], 2)
    assert [row[1] for row in rows] == ["10.0 minutes", "20.0 minutes", "30.0 minutes", "[x]"]
