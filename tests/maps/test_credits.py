import pandas as pd
import pytest

from geodata.errors import EvengroundError
from maps.credits import chart_source, source_keys, source_line


def test_keys_come_once_each():
    assert source_keys(pd.Series(["b+a", "a", None], dtype="string")) == ["b", "a"]


def test_boundaries_are_named_apart_and_terms_once(toytown):
    assert source_line(["population", "wards"], toytown["sources"], is_synthetic=False) == (
        "Source: DfT, Title of population (2025). Boundaries: ONS, Title of wards (2025). OGL v3.0. "
        "Words for population. Words for wards."
    )


def test_a_figure_without_a_known_source_is_refused(toytown):
    with pytest.raises(EvengroundError, match="no row for unheard_of"):
        source_line(["unheard_of"], toytown["sources"], is_synthetic=False)


def test_made_up_figures_are_credited_to_nobody(toytown):
    line = source_line(["population"], toytown["sources"], is_synthetic=True)
    assert line == "Made up, in the layout of: DfT, Title of population (2025)."


def test_a_chart_names_each_publisher_and_period_once(toytown):
    column = pd.Series(["population+wards", "collisions_raster"], dtype="string")
    assert chart_source(column, toytown["sources"], is_synthetic=False) == "Source: DfT (2025); ONS (2025)."
    made_up = chart_source(column, toytown["sources"], is_synthetic=True)
    assert made_up == "Made up, in the layout of: DfT (2025); ONS (2025)."
