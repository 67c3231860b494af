"""Rates parts by each rule-set: tables `edge_ratings` and `crossing_ratings`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.schemas import conform, empty
from geodata.schemas.school_routes import RULESETS
from geodata.school_routes.rules.explanations import factors_json
from geodata.school_routes.rules.factors import Factor, RuleSet
from geodata.school_routes.rules.guidance_flags import dfe2024_flags
from geodata.school_routes.rules.plts import ARTERIALS
from geodata.school_routes.rules.rulesets import rule_set
from geodata.school_routes.rules.worst_factor import findings, governed
from geodata.study_area import Declared

Traits = Mapping[str, NDArray[Any]]
RATINGS = ("rating_lo", "rating_likely", "rating_hi")
WORDS = ("verdict", "deciding_factor", "threshold", "subject_to")
SHARES = ("completeness", "tagged_share")
_OF_THE_PART = ["kind", "edge_id", "side", "osm_way_id", "osm_version", "highway", "name", "ref"]


def rate_links(
    parts: pd.DataFrame,
    evidence: pd.DataFrame,
    ruleset: str,
    thresholds: Declared | None = None,
    factors: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return how a rule-set rates each row of table `link_evidence`, in its order and with its index.

    Columns `rating_lo`, `rating_likely` and `rating_hi` (0 to 3, nan where no rule applies), `verdict` (where the
    rule-set gives one), `deciding_factor`, `threshold`, `subject_to`, `completeness`, `tagged_share`. `thresholds`
    replaces those of the rule-set's file, as `walked_route().model_copy(update={"low_vph": 300})`; `factors` names the
    only ones to rate by. Raises `ValueError` if a part of the evidence is not in table `route_parts`.
    """
    if evidence.empty:
        return _unrated(ruleset)
    traits = _link_traits(parts, evidence)
    return _rated(rule_set(ruleset), _chosen(rule_set(ruleset).links, factors), evidence, traits, thresholds)


def rate_crossings(
    parts: pd.DataFrame,
    evidence: pd.DataFrame,
    ruleset: str,
    thresholds: Declared | None = None,
    factors: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return how a rule-set rates each row of table `crossing_evidence`; otherwise as `rate_links`."""
    if evidence.empty:
        return _unrated(ruleset)
    traits = _crossing_traits(parts, evidence)
    return _rated(rule_set(ruleset), _chosen(rule_set(ruleset).crossings, factors), evidence, traits, thresholds)


def edge_ratings(parts: gpd.GeoDataFrame, evidence: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return table `edge_ratings` of tables `route_parts` and `link_evidence`, by part id; empty without evidence."""
    if evidence.empty:
        return gpd.GeoDataFrame(empty("edge_ratings"))
    ordered = evidence.sort_values("part_id", ignore_index=True)
    of_part = parts.iloc[_positions(parts, ordered)].reset_index(drop=True)
    columns = [*_OF_THE_PART, "local_authority_code", "length_m"]
    plain = pd.DataFrame({"part_id": ordered["part_id"], "dfe2024_flags": dfe2024_flags(ordered)})
    rated = _by_rule_sets(ordered, _link_traits(parts, ordered), lambda ruleset: rule_set(ruleset).links)
    whole = pd.concat([plain, pd.DataFrame(of_part[columns]), rated], axis=1)
    geometry = gpd.GeoSeries(of_part.geometry)
    return gpd.GeoDataFrame(conform("edge_ratings", gpd.GeoDataFrame(whole, geometry=geometry)))


def crossing_ratings(parts: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return table `crossing_ratings` of tables `route_parts` and `crossing_evidence`, by part id."""
    if evidence.empty:
        return empty("crossing_ratings")
    ordered = evidence.sort_values("part_id", ignore_index=True)
    rated = _by_rule_sets(ordered, _crossing_traits(parts, ordered), lambda ruleset: rule_set(ruleset).crossings)
    return conform("crossing_ratings", pd.concat([ordered[["part_id"]], rated], axis=1))


def _by_rule_sets(
    evidence: pd.DataFrame, traits: Traits, factors: Callable[[str], Sequence[Factor[Any]]]
) -> pd.DataFrame:
    tables = []
    for ruleset in RULESETS:
        rules = rule_set(ruleset)
        found = findings(factors(ruleset), evidence, traits, rules.constants())
        table = governed(found, evidence, gives_verdicts=rules.gives_verdicts)
        tables.append(table.assign(factors=factors_json(found, evidence)).add_prefix(f"{ruleset}_"))
    return pd.concat(tables, axis=1)


def _rated(
    rules: RuleSet,
    factors: Sequence[Factor[Any]],
    evidence: pd.DataFrame,
    traits: Traits,
    thresholds: Declared | None,
) -> pd.DataFrame:
    found = findings(factors, evidence, traits, thresholds or rules.constants())
    return governed(found, evidence, gives_verdicts=rules.gives_verdicts)


def _unrated(ruleset: str) -> pd.DataFrame:
    types = dict.fromkeys(RATINGS, "float64") | dict.fromkeys(WORDS, "string") | dict.fromkeys(SHARES, "float64")
    if not rule_set(ruleset).gives_verdicts:
        types.pop("verdict")
    return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in types.items()})


def _chosen(factors: Sequence[Factor[Any]], names: Collection[str] | None) -> list[Factor[Any]]:
    chosen = [factor for factor in factors if names is None or factor.name in names]
    if not chosen:
        raise ValueError(f"factors {names}: there are {', '.join(factor.name for factor in factors)}")
    return chosen


def _link_traits(parts: pd.DataFrame, evidence: pd.DataFrame) -> Traits:
    position = _positions(parts, evidence)
    kind = parts["kind"].to_numpy()[position]
    length_m = parts["length_m"].to_numpy(dtype=float)[position]
    is_away = (kind == "path") & parts["beside_edge_id"].isna().to_numpy()[position]
    return {"is_away_from_traffic": is_away, "is_side": kind == "side", "length_m": length_m}


def _crossing_traits(parts: pd.DataFrame, evidence: pd.DataFrame) -> Traits:
    is_arterial = parts["highway"].isin(ARTERIALS).to_numpy(dtype=bool)
    return {"is_arterial": is_arterial[_positions(parts, evidence)]}


def _positions(parts: pd.DataFrame, evidence: pd.DataFrame) -> NDArray[np.intp]:
    """Return where the parts of an evidence table stand in table `route_parts`."""
    position: NDArray[np.intp] = pd.Index(parts["part_id"]).get_indexer(pd.Index(evidence["part_id"]))
    if (position < 0).any():
        lost = evidence["part_id"].to_numpy()[position < 0]
        raise ValueError(f"route_parts: no row for part {lost[0]!r} of the evidence ({len(lost)} such)")
    return position
