"""Tags as JSON and as columns."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.openstreetmap.tags import as_json, kept, tag_columns

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


def test_equal_tags_give_equal_json_whatever_their_order() -> None:
    assert as_json({"b": "2", "a": "1"}) == as_json({"a": "1", "b": "2"}) == '{"a":"1","b":"2"}'


def test_kept_are_the_keys_of_the_role_only() -> None:
    tags = {"highway": "crossing", "kerb": "flush", "created_by": "somebody", "note": "x"}
    assert kept(tags, "crossing") == '{"highway":"crossing","kerb":"flush"}'


def test_values_stay_text_on_the_index_given() -> None:
    tags = pd.Series([as_json({"lanes": "05", "check": "2020-01-01"}), "{}", as_json({"other": "1"})], index=[7, 3, 9])
    columns = tag_columns(tags, ["check", "lanes", "nobody", "lanes"])
    assert columns.columns.tolist() == ["check", "lanes", "nobody"]
    assert columns.index.tolist() == [7, 3, 9]
    assert columns.dtypes.astype(str).tolist() == ["string"] * 3
    assert columns.loc[7, ["check", "lanes"]].tolist() == ["2020-01-01", "05"]
    assert columns.loc[[3, 9]].isna().all(axis=None)
    assert columns["nobody"].isna().all()


@pytest.mark.parametrize("keys", [[], ["highway"]])
def test_no_element_gives_no_row(keys: list[str]) -> None:
    columns = tag_columns(pd.Series([], dtype="string"), keys)
    assert columns.shape == (0, len(keys))
    assert columns.dtypes.astype(str).tolist() == ["string"] * len(keys)


def test_no_key_keeps_the_rows() -> None:
    assert tag_columns(pd.Series(["{}", "{}"]), []).shape == (2, 0)


@given(st.lists(st.dictionaries(TEXTS, TEXTS, max_size=4), min_size=1, max_size=5))
def test_columns_say_what_the_json_says(elements: list[dict[str, str]]) -> None:
    keys = sorted({key for tags in elements for key in tags}) or ["nothing"]
    columns = tag_columns(pd.Series([as_json(tags) for tags in elements]), keys)
    back = [{key: value for key, value in row.items() if pd.notna(value)} for row in columns.to_dict("records")]
    assert back == elements
    assert [json.loads(as_json(tags)) for tags in elements] == elements
