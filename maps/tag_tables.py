"""How much of the street network is tagged: by authority, and by class of street."""

from collections.abc import Mapping

import pandas as pd

from maps.sortable_table import NOT_APPLICABLE, Cell, Column, Heading, figure
from maps.walking import ATTRIBUTE_NAMES

ALL = "all"


def tags_by_authority(tag_completeness: pd.DataFrame, names: Mapping[str, str]) -> list[Column]:
    """Return a row per attribute: kilometres it is asked of in the first area, and per cent tagged in each.

    `names` are areas by code, the whole study area first.
    """
    whole = tag_completeness[tag_completeness["highway"] == ALL]
    asked = {str(attribute): Cell(words) for attribute, words in ATTRIBUTE_NAMES.items()}
    first = _by_attribute(whole, next(iter(names)))
    lengths = {str(attribute): figure(km, decimals=0) for attribute, km in first["length_km"].items()}
    columns = [Column(Heading("Attribute", is_figure=False), asked), Column(Heading("Asked of", "km"), lengths)]
    return columns + [
        Column(
            Heading(name, "tagged"),
            {str(row): figure(pct, "%") for row, pct in _by_attribute(whole, code)["known_pct"].items()},
        )
        for code, name in names.items()
    ]


def _by_attribute(rows: pd.DataFrame, area_code: str) -> pd.DataFrame:
    own = rows[
        (rows["area_code"] == area_code) & rows["attribute"].isin(list(ATTRIBUTE_NAMES)) & (rows["length_km"] > 0)
    ]
    return own.set_index("attribute")


def tags_by_class(tag_completeness: pd.DataFrame, area_code: str) -> list[Column]:
    """Return a row per class of street, longest first: its kilometres, and per cent tagged by attribute."""
    own = tag_completeness[(tag_completeness["area_code"] == area_code) & (tag_completeness["highway"] != ALL)]
    own = own[own["attribute"].isin(list(ATTRIBUTE_NAMES))]
    lengths = own.groupby("highway")["length_km"].max().sort_values(ascending=False, kind="stable")
    shares = own.pivot(index="highway", columns="attribute", values="known_pct")
    names = {str(name): Cell(str(name).replace("_", " ").capitalize()) for name in lengths.index}
    columns = [
        Column(Heading("Class of street", is_figure=False), names),
        Column(Heading("Length", "km"), {str(name): figure(km) for name, km in lengths.items()}),
    ]
    return columns + [
        Column(Heading(words, "tagged"), {str(name): _share(pct) for name, pct in shares[attribute].items()})
        for attribute, words in ATTRIBUTE_NAMES.items()
        if attribute in shares
    ]


def _share(known_pct: float) -> Cell:
    """A class of street that an attribute is not asked of has no share."""
    return Cell(NOT_APPLICABLE, sort="") if pd.isna(known_pct) else figure(known_pct, "%")
