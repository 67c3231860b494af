"""ArcGIS, Nomis, Fingertips, GOV.UK and the register of schools, as SOURCES has them."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import httpx
import pytest
from stub_server.fault_kinds import Quirk
from stub_server.gias import PERSONAL_DATA
from stub_server.server import StubServer

WARDS = "WD_MAY_2025_UK_BGC_V2"
LOOKUP = "LSOA21_WD24_LAD24_EW_LU"
ALL = {"where": "1=1", "f": "json", "outFields": "*"}


@pytest.fixture
def ask(stub: StubServer):
    with httpx.Client(follow_redirects=True) as client:
        yield lambda path, **params: client.get(f"{stub.address}/{path}", params=params)


@pytest.fixture
def query(stub: StubServer):
    def queried(service: str, **params: object) -> dict:
        url = f"{stub.base_urls()['arcgis']}/arcgis/rest/services/{service}/FeatureServer/0/query"
        answer = httpx.get(url, params=params)
        assert answer.status_code == 200
        return answer.json()

    return queried


def test_a_filter_takes_the_borough_and_leaves_the_neighbour(stub: StubServer, query) -> None:
    own = json.loads(stub.demo.body("wards"))["features"]
    where = "LAD25CD IN ('E06999001')"
    assert query(WARDS, where=where, returnCountOnly="true", f="json") == {"count": len(own)}
    assert query(WARDS, where="1=1", returnCountOnly="true", f="json") == {"count": 2 * len(own)}
    page = query(WARDS, where=where, outFields="WD25CD,wd25nm", orderByFields="WD25CD", outSR="4326", f="geojson")
    assert page["features"][0]["properties"] == {k: own[0]["properties"][k] for k in ("WD25CD", "WD25NM")}
    assert [feature["geometry"] for feature in page["features"]] == [feature["geometry"] for feature in own]


def test_pages_end_at_the_cap_and_say_so(stub: StubServer, query) -> None:
    stub.arcgis.set_cap(50)
    page = query(LOOKUP, **ALL, resultRecordCount="2000", orderByFields="ObjectId")
    assert (len(page["features"]), page["exceededTransferLimit"]) == (50, True)
    assert [feature["attributes"]["ObjectId"] for feature in page["features"]] == list(range(1, 51))
    collection = query(LOOKUP, where="1=1", outFields="LSOA21CD", orderByFields="LSOA21CD", f="geojson")
    assert collection["properties"] == {"exceededTransferLimit": True}
    last = query(LOOKUP, **ALL, resultOffset="200", orderByFields="ObjectId")
    assert (len(last["features"]), "exceededTransferLimit" in last) == (40, False)


def test_pages_without_an_order_repeat_rows(stub: StubServer, query) -> None:
    stub.arcgis.set_cap(50)
    pages = [query(LOOKUP, **ALL, resultOffset=str(offset)) for offset in range(0, 240, 50)]
    codes = [feature["attributes"]["LSOA21CD"] for page in pages for feature in page["features"]]
    assert len(codes) == 240
    assert len(set(codes)) < 240
    stub.faults.add("/arcgis/*", [Quirk("unordered"), Quirk("twice")])
    unordered, twice = (query(WARDS, **ALL, orderByFields="FID")["features"] for _ in range(2))
    assert [feature["attributes"]["FID"] for feature in unordered] != list(range(1, len(unordered) + 1))
    assert twice[0] == twice[-1]


@pytest.mark.parametrize(
    ("service", "params", "message"),
    [
        ("Wards_May_2025_Boundaries_UK_BGC", ALL, "Invalid URL"),
        (WARDS, ALL | {"where": "LAD24CD IN ('E06999001')"}, "Cannot perform query. Invalid query parameters."),
        (WARDS, ALL | {"where": "drop it"}, "Cannot perform query. Invalid query parameters."),
        (WARDS, ALL | {"outFields": "NOTHING"}, "Cannot perform query. Invalid query parameters."),
        (WARDS, ALL | {"orderByFields": "NOTHING"}, "Cannot perform query. Invalid query parameters."),
    ],
)
def test_errors_come_with_status_200(query, service: str, params: dict, message: str) -> None:
    error = query(service, **params)["error"]
    assert (error["code"], error["message"]) == (400, message)


def test_an_empty_layer_and_a_filter_too_long_for_an_address(stub: StubServer, query) -> None:
    empty = "Wards_December_2024_Boundaries_UK_BSC"
    assert query(empty, where="1=1", returnCountOnly="true", f="json") == {"count": 0}
    assert query(empty, **ALL)["features"] == []
    codes = [row["LSOA21CD"] for row in stub.demo.rows("lsoa_ward_lookup")] * 3
    form = ALL | {"where": "LSOA21CD IN (" + ",".join(f"'{code}'" for code in codes) + ")"}
    url = f"{stub.base_urls()['arcgis']}/arcgis/rest/services/{LOOKUP}/FeatureServer/0/query"
    assert httpx.get(url, params=form).status_code == 404
    assert len(httpx.post(url, data=form).json()["features"]) == len(set(codes))
    assert stub.requests.of("arcgis")[-1].request.form["f"] == "json"


def test_outlines_in_the_national_grid(query) -> None:
    (ward,) = query(WARDS, where="WD25CD='E05999001'", outFields="BNG_E,BNG_N", f="json")["features"]
    (east, north), *_ = ward["geometry"]["rings"][0]
    assert abs(east - ward["attributes"]["BNG_E"]) < 5_000
    assert abs(north - ward["attributes"]["BNG_N"]) < 5_000


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text)))


TRAVEL = "nomis/api/v01/dataset/NM_2078_1.data.csv"
OF_BOROUGH = {"geography": "E06999001TYPE151", "measures": "20100", "date": "latest"}


def test_nomis_cuts_without_a_word_and_counts(stub: StubServer, ask) -> None:
    stub.nomis.cap = 50
    asked = OF_BOROUGH | {
        "c2021_ttwmeth_12": "0,9,10",
        "select": "geography_code,c2021_ttwmeth_12_name,obs_value,record_count",
    }
    pages = [ask(TRAVEL, **asked, RecordOffset=str(offset)) for offset in (0, 50, 350)]
    assert pages[0].text.startswith('"GEOGRAPHY_CODE","C2021_TTWMETH_12_NAME","OBS_VALUE","RECORD_COUNT"\r\n')
    assert [len(rows_of(page)) for page in pages] == [50, 50, 10]
    assert {row["RECORD_COUNT"] for row in rows_of(pages[2])} == {"360"}
    truth = stub.demo.rows("travel_to_work")[0]
    assert [row["OBS_VALUE"] for row in rows_of(pages[0])[:3]] == [
        truth["Method of travel to workplace: " + name]
        for name in (
            "Total: All usual residents aged 16 years and over in employment the week before the census",
            "Bicycle",
            "On foot",
        )
    ]
    assert len(rows_of(ask(TRAVEL, **asked, uid="0xabc"))) == 360


@pytest.mark.parametrize(
    "wrong",
    [
        {"geography": "E06777001TYPE151"},
        {"geography": "E06999001TYPE298"},
        {"c2021_ttwmeth_12": "99"},
        {"c2021_cars_5": "0"},
        {"date": "1999"},
        {"select": "nothing"},
    ],
)
def test_nomis_answers_nothing_to_what_it_does_not_understand(ask, wrong: dict[str, str]) -> None:
    answer = ask(TRAVEL, **(OF_BOROUGH | wrong))
    assert (answer.status_code, answer.content) == (200, b"")
    assert ask("nomis/api/v01/dataset/NM_9_1.data.csv", **OF_BOROUGH).content == b""


def test_nomis_ages_and_bulk_archives(stub: StubServer, ask) -> None:
    asked = {"geography": "E06999001TYPE298", "measures": "20100", "date": "2020", "gender": "0"}
    asked["c_age"] = "200,101,191"
    rows = rows_of(ask("nomis/api/v01/dataset/NM_2010_1.data.csv", **asked))
    truth = stub.demo.rows("population_by_age")[0]
    assert [row["OBS_VALUE"] for row in rows[:3]] == [truth["All Ages"], truth["0"], truth["90+"]]
    for table, key in [("ts021", "population"), ("ts045", "car_availability"), ("ts061", "travel_to_work")]:
        answer = ask(f"nomis/output/census/2021/census2021-{table}.zip")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.read(f"census2021-{table}-lsoa.csv") == stub.demo.body(key)


def test_fingertips_gives_the_publishers_rows(stub: StubServer, ask) -> None:
    path = "fingertips/api/all_data/csv/by_indicator_id"
    asked = {"child_area_type_id": "502", "parent_area_type_id": "6"}
    assert ask(path, indicator_ids="93014,93015", **asked).content == stub.demo.body("adult_activity")
    assert ask(path, indicator_ids="93570", **asked).content == stub.demo.body("child_activity")
    unknown = ask(path, indicator_ids="1", **asked)
    assert (len(rows_of(unknown)), len(unknown.text.split(","))) == (0, 27)
    assert rows_of(ask(path, indicator_ids="93570", **(asked | {"child_area_type_id": "101"}))) == []


def test_govuk_attachments_move_with_each_release(stub: StubServer, ask) -> None:
    page = ask("govuk_content/api/content/government/statistical-data-sets/walking-and-cycling-statistics-cw").json()
    urls = {each["filename"]: each["url"] for each in page["details"]["attachments"]}
    first = stub.url(urls["CW0302.ods"])
    assert httpx.get(first).content == stub.demo.body("walking_cycling", "cw0302.ods")
    stub.govuk.release = "2"
    assert httpx.get(first).status_code == 404
    assert ask("govuk_content/api/content/government/nothing").status_code == 404
    known = "media/691ded56d140bbbaa59a2a7d/File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv"
    assert ask(f"govuk_assets/{known}").status_code == 404
    old = "government/uploads/system/uploads/attachment_data/file/845345"
    name = "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv"
    assert ask(f"govuk_assets/{old}/{name}").content == stub.demo.body("deprivation_2019")


def test_schools_of_two_days_ago_with_persons_in_them(stub: StubServer, ask) -> None:
    def of(days: int) -> httpx.Response:
        day = stub.gias.today - timedelta(days=days)
        return ask(f"gias/edubase/downloads/public/edubasealldata{day:%Y%m%d}.csv")

    assert [of(days).status_code for days in range(4)] == [404, 404, 200, 200]
    text = of(2).content.decode("cp1252")
    assert all(text.count(word) == len(stub.demo.rows("schools", "cp1252")) for word in ("01632960199", "Quintessa"))
    assert all(word in text for word in PERSONAL_DATA)
    with pytest.raises(UnicodeDecodeError):
        of(2).content.decode()


def test_old_years_of_collisions_have_the_old_header(ask) -> None:
    path = "dft/road-accidents-safety-data/dft-road-casualty-statistics-collision-{}.csv"
    assert "accident_index" in rows_of(ask(path.format(2023)))[0]
    assert "collision_index" in rows_of(ask(path.format(2024)))[0]
    assert ask(path.format(1999)).status_code == 404
