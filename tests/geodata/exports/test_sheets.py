"""What spreadsheets are: kinds and sources as their columns have them, every field described."""

import pytest

from geodata.exports.fingertips_layout import COLUMNS
from geodata.exports.inequality_summary import COLUMNS as OF_SUMMARY
from geodata.exports.purposes import NOT_AGAINST_DEPRIVATION, NOT_FOR_TRANSPORT
from geodata.exports.sheets import fingertips_sheet, made_sheet, sheet_of_table
from geodata.indicators.definitions import indicator_list
from geodata.schemas import empty
from geodata.school_routes.products.survey_list import WORKLIST


def test_kinds_and_sources_are_those_of_the_rows(toytown, results):
    table = results["local_authority_indicators"]
    sheet = sheet_of_table("local_authority_indicators", table.columns, results, toytown.study_area)
    assert set(sheet.kinds) == set(table["kind"])
    assert set(sheet.sources) == {key for entry in table["source"] for key in entry.split("+")}
    assert list(sheet.fields) == list(table.columns)
    assert sheet.title == "Local authority indicators"


def test_a_table_without_kinds_is_computed_but_for_what_publishers_say(toytown):
    tables = {name: empty(name) for name in ("crossings", "destinations")}
    kinds = {
        name: sheet_of_table(name, table.columns.drop("geometry"), tables, toytown.study_area).kinds
        for name, table in tables.items()
    }
    assert kinds == {"crossings": ("computed",), "destinations": ("measured",)}
    made_up = toytown.study_area.model_copy(update={"is_synthetic": True})
    assert sheet_of_table("crossings", [], tables, made_up).kinds == ("synthetic",)


def test_a_point_that_stands_for_a_shape_is_described(toytown):
    sheet = sheet_of_table("crossings", ["lon", "lat"], {"crossings": empty("crossings")}, toytown.study_area)
    assert [told.unit for told in sheet.fields.values()] == ["degrees", "degrees"]


def test_every_field_of_what_is_made_is_described(toytown):
    tables = {name: empty(name) for name in ("survey_list", "inequality")}
    for name, columns in {"osm_worklist": WORKLIST, "inequality_summary": OF_SUMMARY}.items():
        sheet = made_sheet(name, columns, tables, toytown.study_area)
        assert list(sheet.fields) == list(columns)
        assert all(told.description for told in sheet.fields.values())
    work = made_sheet("osm_worklist", WORKLIST, tables, toytown.study_area)
    assert NOT_FOR_TRANSPORT in work.not_for


def test_a_field_that_is_not_described_is_refused(toytown):
    with pytest.raises(KeyError, match="table inequality has no field colour"):
        made_sheet("inequality_summary", ["colour"], {"inequality": empty("inequality")}, toytown.study_area)


def test_a_file_of_an_indicator_has_its_words_and_its_unit(toytown, results):
    name = results["ward_indicators"]["indicator"].iloc[0]
    sheet, indicator = fingertips_sheet(name, results, toytown.study_area), indicator_list()[name]
    assert sheet.title == indicator.title
    assert indicator.caveat in sheet.description
    assert set(sheet.fields) == set(COLUMNS)
    assert (sheet.fields["Value"].unit, sheet.fields["Count"].unit) == (indicator.unit, "")


def test_what_is_made_from_deprivation_is_not_held_against_it(toytown, results):
    own = fingertips_sheet("iod2025_imd_score", results, toytown.study_area)
    assert NOT_AGAINST_DEPRIVATION in own.not_for
    assert NOT_AGAINST_DEPRIVATION not in fingertips_sheet("residents", results, toytown.study_area).not_for
