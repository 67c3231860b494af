"""Table `ward_clusters`: where wards with high or low figures lie together, or alone among others."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from libpysal.graph import Graph

from geodata.indicators.rows import select
from geodata.inequality.neighbours import FEWEST_CONNECTED, component_sizes, components, only, touching_wards
from geodata.inequality.result import result
from geodata.inequality.spatial import are_all_equal, local_morans_i, morans_i
from geodata.schemas import conform, empty
from geodata.study_area import StudyArea
from geodata.ward_figures import eligible_indicators, missing_authorities

STRATIFIER = "neighbouring wards"
MEASURE = "morans_i"
UNIT = "index (about 0: no pattern)"
CONFIDENCE = 0.95
OUTLINES = "wards"  # catalogue key
FIGURES = ["neighbours_value", "local_morans_i", "p_value", "p_adjusted", "cluster"]
NOISY = "rates of wards with few residents vary more by chance"
EVEN = "not computed: all wards have the same value"


@dataclass(frozen=True)
class Comparison:
    """An indicator's figures ward by ward, and the neighbours among whom they are compared."""

    indicator: str
    period: str
    rows: pd.DataFrame
    """The indicator's rows by ward, in the order of ward codes; missing where a ward has none."""
    place: pd.DataFrame
    """By ward: `component`, `n_neighbours`, and `reason` why it is not judged, empty if it is."""
    graph: Graph
    """The wards that are judged."""

    @property
    def judged(self) -> pd.Series:
        """Values of the wards that are judged."""
        value: pd.Series = self.rows.loc[self.graph.unique_ids, "value"]
        return value

    @property
    def words(self) -> pd.DataFrame:
        """Unit, kind and source of each ward's figure; a ward without a row has those of the others."""
        words = self.rows[["unit", "kind", "source"]]
        words = words.fillna(words.dropna().iloc[0])
        kind = words["kind"].replace("measured", "computed")
        return words.assign(kind=kind, source=words["source"] + f"+{OUTLINES}")


def ward_clusters(study_area: StudyArea, wards: gpd.GeoDataFrame, ward_indicators: pd.DataFrame) -> pd.DataFrame:
    """Return table `ward_clusters`, one row per ward and eligible indicator, in its period of `eligible_indicators`.

    Wards that touch are neighbours, whichever authority they belong to. All wards that are judged are compared with one
    another; not judged, and left out of every mean, are wards without a value and those of a component with fewer than
    20 wards with a value, islands among them. Their `cluster` is "not computed" and `note` says why; likewise all wards
    while an authority of the study area is missing. The schema describes the columns, `local_morans_i` the figures.
    """
    parts = [_clusters(compared) for compared in _comparisons(study_area, wards, ward_indicators)]
    return conform("ward_clusters", pd.concat(parts, ignore_index=True)) if parts else empty("ward_clusters")


def global_rows(study_area: StudyArea, wards: gpd.GeoDataFrame, ward_indicators: pd.DataFrame) -> pd.DataFrame:
    """Return rows of table `inequality`: Moran's I of each eligible indicator over the wards of the study area.

    The wards are those judged in `ward_clusters`, `n_groups` is their number. There are no rows while an authority of
    the study area is missing.
    """
    compared = [] if missing_authorities(study_area, wards) else _comparisons(study_area, wards, ward_indicators)
    rows = [_global(one) for one in compared]
    if not rows:
        return empty("inequality")
    whole = {"area_code": study_area.name, "area_level": "study_area", "stratifier": STRATIFIER, "measure": MEASURE}
    return conform("inequality", pd.concat(rows, ignore_index=True).assign(**whole, unit=UNIT))


def _comparisons(study_area: StudyArea, wards: gpd.GeoDataFrame, ward_indicators: pd.DataFrame) -> Iterator[Comparison]:
    graph, missing = touching_wards(wards), missing_authorities(study_area, wards)
    for indicator, period in eligible_indicators(ward_indicators).items():
        rows = select(ward_indicators, indicator, period).set_index("area_code").reindex(graph.unique_ids)
        if missing:
            place = pd.DataFrame(
                {"component": np.nan, "n_neighbours": np.nan, "reason": f"not computed: {missing}"}, rows.index
            )
        else:
            place = _place(rows["value"], graph)
        yield Comparison(indicator, period, rows, place, only(graph, place.index[place["reason"] == ""]))


def _place(value: pd.Series, graph: Graph) -> pd.DataFrame:
    """Return each ward's component and number of neighbours among wards with a value, and why it is not judged."""
    component = components(only(graph, value.index[value.notna()])).reindex(value.index)
    n_neighbours = graph.lag(value.notna().to_numpy(float))
    connected = component_sizes(component)
    counted = "not computed: " + connected.map("{:.0f}".format) + " connected ward(s) with a value, "
    reason = (counted + f"at least {FEWEST_CONNECTED} are needed").where(connected < FEWEST_CONNECTED, "")
    reason = reason.mask(value.isna(), "not computed: no value")
    if are_all_equal(value[reason == ""]):
        reason = reason.mask(reason == "", EVEN)
    return pd.DataFrame({"component": component, "n_neighbours": n_neighbours, "reason": reason})


def _clusters(compared: Comparison) -> pd.DataFrame:
    figures = local_morans_i(compared.judged, compared.graph) if compared.graph.n else pd.DataFrame(columns=FIGURES)
    table = compared.words.join(compared.place).join(figures[FIGURES])
    return table.assign(
        area_code=compared.rows.index,
        indicator=compared.indicator,
        period=compared.period,
        value=compared.rows["value"],
        cluster=table["cluster"].fillna("not computed"),
        note=table["reason"].replace("", NOISY),
    )


def _global(compared: Comparison) -> pd.DataFrame:
    if compared.graph.n:
        answer = morans_i(compared.judged, compared.graph)
    else:
        answer = result(np.nan, np.nan, np.nan, CONFIDENCE, "", compared.place["reason"].mode()[0])
    words = compared.words.iloc[0]
    return answer.assign(
        indicator=compared.indicator,
        period=compared.period,
        kind=words["kind"],
        source=words["source"],
        n_groups=compared.graph.n,
    )
