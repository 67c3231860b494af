"""Table `school_scorecards`: one school a row, from the walks of pupils to what decides them and whose task it is."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.schemas import conform, empty
from geodata.school_routes.collisions.counting import latest_years, period
from geodata.school_routes.products import lenses
from geodata.school_routes.products.decisive_parts import missing_crossings, worst_parts
from geodata.school_routes.products.gaps_20mph import gaps_20mph
from geodata.school_routes.products.gate_areas import gate_areas
from geodata.school_routes.products.gate_collisions import collisions_near
from geodata.school_routes.products.part_ratings import part_ratings
from geodata.school_routes.products.school_pupils import (
    VERDICTS,
    most_deprived_fifth_pct,
    pupils_by_verdict,
    walks_to_school,
)
from geodata.school_routes.routes.speed_exposure import EXPOSURES
from geodata.ward_figures import joined_notes

NEAREST = "pupils are those for whom it is the nearest school of their age group, not those on its roll"
STREETS = "nobody knows here who lives where: metres of residential street, not pupils"
MODELLED_FLOWS = "20 mph: on modelled walks to the schools chosen"
_NO_NUMBER = dict.fromkeys(
    ["pupils", "pupils_unconditional", "pupils_likely_available", "gaps_20mph_m", *VERDICTS], 0.0
)
SOURCE_OF = {
    "most_deprived_fifth_pct": "deprivation_2025",
    "collisions": "collisions",
    "child_pedestrians": "casualties",
}
"""Sources of columns that are null without them."""
_NO_LIST = dict.fromkeys(["worst_parts", "missing_crossings", "gaps_20mph"], "[]")


def school_scorecards(  # noqa: PLR0913, PLR0917 (one argument per table)
    schools: gpd.GeoDataFrame,
    school_gates: pd.DataFrame,
    parts: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    link_evidence: pd.DataFrame,
    edge_ratings: pd.DataFrame,
    crossing_ratings: pd.DataFrame,
    crossings: pd.DataFrame,
    pupil_routes: pd.DataFrame,
    route_use: pd.DataFrame,
    pupil_flows: pd.DataFrame,
    homes: pd.DataFrame,
    imd_deciles: pd.DataFrame,
    collisions: pd.DataFrame,
    casualties: pd.DataFrame,
    *,
    ruleset: str,
    collision_years: int,
    kind: str,
) -> pd.DataFrame:
    """Return table `school_scorecards`, by school: those that are for some age group, or nearest for anybody.

    Verdicts, walks and worst parts are of the shortest walks to the nearest school (tables `pupil_routes`, `route_use`,
    ratings of `ruleset`); only which streets are on pupils' walks near the gates is by modelled flows, all schools
    together. `imd_deciles` has `lsoa_code, imd_decile`; `collisions` and `casualties` are tables `source_collisions`
    and `source_casualties`, empty where there is no file; of these the latest `collision_years` calendar years count.
    Pupil-km are null where people are not known.
    """
    routes = pupil_routes.sort_values(["home_id", "age_group"], ignore_index=True)  # sums do not depend on the order
    ratings = part_ratings(edge_ratings, crossing_ratings, ruleset)
    areas, recent = gate_areas(school_gates, parts), latest_years(collisions, collision_years)
    listed = schools[(schools["serves"] != "") | schools["school_id"].isin(routes["school_id"])]
    if listed.empty:
        return empty("school_scorecards")
    figures = [
        pupils_by_verdict(routes),
        walks_to_school(routes),
        most_deprived_fifth_pct(routes, homes, imd_deciles).rename("most_deprived_fifth_pct"),
        worst_parts(route_use, parts, ratings).rename("worst_parts"),
        missing_crossings(route_use, crossings).rename("missing_crossings"),
        gaps_20mph(areas, parts, edges, link_evidence, pupil_flows),
        collisions_near(areas, recent, casualties),
    ]
    cards = listed.sort_values("school_id").set_index("school_id").drop(columns=["pupils", "geometry"])
    cards = cards.join(figures).fillna(_NO_NUMBER | _NO_LIST).reset_index()
    if pupil_flows.empty:
        cards["gaps_20mph_m"] = np.nan  # without modelled walks nobody knows which streets they are on
    cards["unit"] = routes["unit"].iloc[0] if len(routes) else "pupils"
    cards = _in_words(_pupil_km(cards))
    return conform("school_scorecards", cards.assign(kind=kind, source=_sources(cards), note=_notes(cards, recent)))


def _pupil_km(cards: pd.DataFrame) -> pd.DataFrame:
    within = (cards["pupils"] - cards["pupils_beyond_limit"]).where(cards["unit"] == "pupils")
    return cards.assign(
        **{
            exposure.replace("_m_", "_").replace("over", "pupil_km_over"): cards[exposure] * within / 1000
            for exposure in EXPOSURES
        }
    )


def _in_words(cards: pd.DataFrame) -> pd.DataFrame:
    # a sentence is made of one school's figures, so row after row
    return cards.assign(
        lens_accompaniment=[lenses.accompaniment(card) for _, card in cards.iterrows()],
        lens_infrastructure=[lenses.infrastructure(card) for _, card in cards.iterrows()],
        lens_speed=[lenses.speed(card) for _, card in cards.iterrows()],
    )


def _sources(cards: pd.DataFrame) -> pd.Series:
    people = {"pupils": {"postcodes", "population_by_age"}, "street metres": set()}
    known = cards[list(SOURCE_OF)].notna().rename(columns=SOURCE_OF)
    used = [set(known.columns[row]) for row in known.to_numpy()]
    found = [
        "+".join(sorted({"openstreetmap", *source.split("+"), *people[unit], *others}))
        for source, unit, others in zip(cards["source"], cards["unit"], used, strict=True)
    ]
    return pd.Series(found, cards.index, dtype="string")


def _notes(cards: pd.DataFrame, collisions: pd.DataFrame) -> pd.Series:
    def where(is_so: pd.Series, said: str) -> pd.Series:
        return pd.Series("", cards.index, dtype="string").mask(is_so, said)

    is_street = cards["unit"] == "street metres"
    return joined_notes(
        where(is_street, STREETS).mask(~is_street, NEAREST),
        where(cards["pupils"] == 0, "nearest school for nobody"),
        where(cards["gaps_20mph_m"].isna(), "20 mph: not known without modelled walks").mask(
            cards["gaps_20mph_m"].notna(), MODELLED_FLOWS
        ),
        where(cards["collisions"].isna(), "collisions not known: no file").mask(
            cards["collisions"].notna(), f"collisions of {period(collisions)}" if len(collisions) else ""
        ),
    )
