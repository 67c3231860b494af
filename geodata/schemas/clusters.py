"""Tables of spatial clusters."""

import pandera.pandas as pa
from pandera.typing import Series

from geodata.schemas.statistics import KINDS
from geodata.schemas.table import Table

CLUSTERS = ["high among high", "low among low", "high among low", "low among high", "not significant", "not computed"]


class WardClusters(Table):
    """Each ward beside its neighbours: spatial clusters and outliers of every eligible indicator (local Moran's I)."""

    area_code: Series[str] = pa.Field(description="ONS code of the ward")
    indicator: Series[str] = pa.Field(description="name in the indicator list")
    period: Series[str] = pa.Field(description="year or span")
    value: Series[float] = pa.Field(nullable=True, description="the ward's value; null if none")
    neighbours_value: Series[float] = pa.Field(nullable=True, description="mean of the neighbouring wards' values")
    local_morans_i: Series[float] = pa.Field(
        nullable=True, description="local Moran's I: above 0 like its neighbours, below 0 unlike them"
    )
    cluster: Series[str] = pa.Field(
        isin=CLUSTERS, description="the ward among its neighbours, stated only where p_adjusted is at most 0.05"
    )
    p_value: Series[float] = pa.Field(
        nullable=True, gt=0, le=1, description="two-sided, by conditional permutation with a fixed seed"
    )
    p_adjusted: Series[float] = pa.Field(
        nullable=True, gt=0, le=1, description="p_value by Benjamini and Hochberg over the wards of the indicator"
    )
    n_neighbours: Series[float] = pa.Field(
        nullable=True, ge=0, description="wards with a value that touch it, across authorities' borders too"
    )
    component: Series[float] = pa.Field(
        nullable=True, ge=1, description="group of connected wards with a value, 1 the largest; null without a value"
    )
    unit: Series[str] = pa.Field(description="unit of value and neighbours_value")
    kind: Series[str] = pa.Field(isin=KINDS, description="computed, modelled or synthetic")
    source: Series[str] = pa.Field(description="catalogue keys, separated by +")
    note: Series[str] = pa.Field(description="why it is not computed, or what to bear in mind")
