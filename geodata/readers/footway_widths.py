"""Footway widths: lines of footways, or centrelines with a side, and how wide the footway is or whether there is one.

OS NGD road links give under `presenceofpavement_averagewidth_m` the width of both footways together where there are
two: that is nobody's footway, and without a side it is refused.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.catalogue import Source
from geodata.errors import MissingColumnError, SourceFileError
from geodata.readers.authority_layers import read_layer
from geodata.readers.authority_values import past_dates, refuse, require_range
from geodata.readers.numbers import as_numbers
from geodata.source_files import named
from geodata.study_area import StudyArea

WIDEST_M = 50.0
"""A greater width is no footway's: probably in another unit."""
_WIDTHS = ["width_m", "minimum_width_m"]
_YES_NO: dict[str, object] = {
    "yes": "yes", "y": "yes", "true": "yes", "1": "yes", "present": "yes",
    "no": "no", "n": "no", "false": "no", "0": "no", "absent": "no", "": pd.NA,
}  # fmt: skip
_SIDES: dict[str, object] = {"left": "left", "right": "right", "": pd.NA}


def read_footway_widths(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return lines with widths in metres, presence and side, null where the file does not say.

    A width of 0 says that there is no footway, any other that there is one. Raises `SourceFileError` for a file that
    is no layer of lines, a width that cannot be, an unknown word, or widths of both sides of a road together, and
    `MissingColumnError` where there is neither a width nor a presence.
    """
    layer = read_layer(path, source, ["LineString"])
    if layer[[*_WIDTHS, "presence"]].isna().all(axis=None):
        raise MissingColumnError(
            f"{named(source, path)}: no row has a width or a presence; name the columns width_m, minimum_width_m or "
            "presence"
        )
    _refuse_both_together(layer, path, source)
    said = {"presence": _in_words(layer["presence"], _YES_NO, source, path)}
    said["side"] = _in_words(layer["side"], _SIDES, source, path)
    said["surveyed_on"] = past_dates(layer["surveyed_on"], source, path)
    measured = as_numbers(layer.assign(**{name: layer[name].fillna("") for name in _WIDTHS}), _WIDTHS, source, path)
    for name in _WIDTHS:
        require_range(measured, name, 0.0, WIDEST_M, source, path)
    widest = measured[_WIDTHS].max(axis=1)
    implied = widest.gt(0).map({True: "yes", False: "no"}).where(widest.notna()).astype("string")
    table: pd.DataFrame = measured.assign(**said | {"presence": said["presence"].fillna(implied)})
    table.attrs = dict(layer.attrs)
    return table


def _refuse_both_together(layer: gpd.GeoDataFrame, path: Path, source: Source) -> None:
    is_of_link = layer.attrs["named"].get("width_m", "").casefold().startswith("presenceofpavement")
    if is_of_link and layer["side"].isna().any():
        raise SourceFileError(
            f"{named(source, path)}: row {layer.index[layer['side'].isna()][0]} has the width of a road's footways "
            "together, but no side; add a column side (left or right of the line) and the width of that side's footway"
        )


def _in_words(text: pd.Series, words: dict[str, object], source: Source, path: Path) -> pd.Series:
    folded = text.fillna("").str.casefold()
    if not folded.isin(list(words)).all():
        known = ", ".join(word for word in words if word)
        refuse(text[~folded.isin(list(words))], f"none of {known}", source, path)
    return folded.map(words).astype("string")
