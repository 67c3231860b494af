"""Table `network_measures`: directness, severance and densities of the streets, by LSOA, ward and authority."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from geodata.access.directness import walk_directness, walked_pairs
from geodata.access.severance import barriers, crosses, is_severed
from geodata.access.street_densities import crossing_density, footways, intersection_density
from geodata.schemas import conform, empty, stacked

PAIRS_NOTE = "pairs of homes 200 to 800 m apart, up to 24 for each home"
STREET_NOTE = "pairs of places along residential streets, 200 to 800 m apart: where people live is not known"


def network_measures(
    homes: gpd.GeoDataFrame,
    nodes: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    openstreetmap: gpd.GeoDataFrame,
    areas: Mapping[str, gpd.GeoDataFrame],
    period: str,
) -> pd.DataFrame:
    """Return table `network_measures` of the areas of each level (`code`, geometry); without a network it is empty.

    Numerators and denominators add up from small areas to large ones. A pair of homes counts where its first home is,
    an edge where its middle is. Areas without a pair have null for directness and severance. Of the severed pairs
    `severance_by_<barrier>` counts those whose straight line crosses one; a pair may count for several. `period` is the
    date of the streets.
    """
    if edges.empty:
        return empty("network_measures")
    pairs = walked_pairs(homes, edges)
    pairs["severance"] = is_severed(pairs)
    for barrier, lines in barriers(openstreetmap, edges).items():
        severed = pairs[pairs["severance"]]
        pairs[f"severance_by_{barrier}"] = crosses(severed, homes, lines).reindex(pairs.index, fill_value=False)
    is_known = homes["lsoa_code"].notna().any()
    parts = []
    for level, outlines in areas.items():
        codes = homes[f"{level}_code"].iloc[pairs["origin"]].set_axis(pairs.index)
        of_pairs = _of_pairs(pairs, codes, PAIRS_NOTE if is_known else STREET_NOTE)
        streets = {
            "crossing_density": crossing_density(nodes, edges, outlines),
            "intersection_density": intersection_density(nodes, outlines),
            "footway_known": footways(edges, outlines, known=True),
            "footway_unknown": footways(edges, outlines, known=False),
        }
        parts += [
            _table(figures.reindex(outlines["code"]), measure=measure, area_level=level, period=period)
            for measure, figures in (of_pairs | streets).items()
        ]
    return stacked("network_measures", parts)


def _of_pairs(pairs: pd.DataFrame, codes: pd.Series, note: str) -> dict[str, pd.DataFrame]:
    """Return directness and the severances by area."""
    counts = pairs.filter(like="severance").astype(float).groupby(codes)
    severed, every = counts.sum(), counts.size().astype(float)
    figures = {str(name): pd.DataFrame({"numerator": severed[name], "denominator": every}) for name in severed}
    return {
        name: table.assign(note=note)
        for name, table in ({"walk_directness": walk_directness(pairs, codes)} | figures).items()
    }


def _table(figures: pd.DataFrame, **words: str) -> pd.DataFrame:
    rows = figures.rename_axis("area_code").reset_index()
    rows["note"] = rows["note"].fillna("no homes, or none with neighbours 200 to 800 m away")
    return conform("network_measures", rows.assign(**words))
