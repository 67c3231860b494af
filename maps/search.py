"""Search without a server: what can be found, and where it leads, as a script that a page loads."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geodata.study_area import StudyArea
from maps.numbers import percent
from maps.school_table import school_address
from maps.ward_table import ward_address

LEAST_SHARE_PCT = 25.0
"""A postcode area is said to lie in the wards that hold at least this share of its postcodes."""
BNG = 27700
Entry = tuple[str, str, str]
"""Name, kind and authority, address relative to OUT."""


@dataclass(frozen=True)
class SearchWords:
    """What stands beside the search box: only what can be found is promised."""

    label: str
    hint: str


def search_index(
    study_area: StudyArea, wards: gpd.GeoDataFrame, schools: pd.DataFrame, postcodes: pd.DataFrame | None
) -> str:
    """Return a script that sets the global `searchIndex`: an array of name, kind and authority, address.

    `wards` is the table of that name, `schools` has `school_id, name, phase, local_authority_code` of the schools that
    have a page, `postcodes` is table `source_postcodes`. Single postcodes are never listed, only their districts and
    sectors, with the wards that hold at least a quarter of their postcodes in the study area, or the most.
    """
    names = _authority_names(study_area, wards)
    pages = [] if study_area.is_streets_only else _authorities(study_area, names, set(wards["local_authority_code"]))
    entries = [*pages, *_wards(wards), *_schools(schools, names)]
    if postcodes is not None:
        entries += _postcode_areas(postcodes, wards)
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
    return f"const searchIndex = [\n{lines}\n];\n"


def search_words(wards: pd.DataFrame, schools: pd.DataFrame, postcodes: pd.DataFrame | None) -> SearchWords:
    """Return the label of the search box and a hint whose examples are found. Some ward or school is needed."""
    has_postcodes = postcodes is not None and len(postcodes) > 0 and len(wards) > 0
    kinds = {"ward": len(wards) > 0, "school": len(schools) > 0, "postcode": has_postcodes}
    found = [kind for kind, is_there in kinds.items() if is_there]
    examples = [str(wards["ward_name"].min())] if len(wards) else [str(name) for name in schools["name"].dropna()[:1]]
    if postcodes is not None and has_postcodes:
        examples.append(str(postcodes["postcode"].min()).split()[0])
    return SearchWords(f"Find a {_either(found)}", f"For example, {_either(examples)}")


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _authority_names(study_area: StudyArea, wards: pd.DataFrame) -> dict[str, str]:
    """Names by code; a streets-only area has no wards, and its own title stands for its authority."""
    names = dict(zip(wards["local_authority_code"], wards["local_authority_name"], strict=True))
    return {code: str(names.get(code, study_area.title)) for code in study_area.codes}


def _authorities(study_area: StudyArea, names: dict[str, str], computed: set[str]) -> list[Entry]:
    keys = study_area.local_authorities.items()
    # the others are not computed yet
    return sorted((names[code], "local authority", f"authorities/{key}.html") for key, code in keys if code in computed)


def _wards(wards: pd.DataFrame) -> list[Entry]:
    columns = ["ward_name", "local_authority_name", "ward_code"]
    ordered = wards[columns].sort_values(columns)
    return [(name, f"ward, {authority}", ward_address(code)) for name, authority, code in ordered.itertuples(False)]


def _schools(schools: pd.DataFrame, names: dict[str, str]) -> list[Entry]:
    columns = ["name", "school_id", "phase", "local_authority_code"]
    ordered = schools.loc[schools["name"].notna(), columns].sort_values(["name", "school_id"])
    return [
        (name, ", ".join(filter(None, [_phase(phase), names.get(code, "")])), f"schools/{school_address(school_id)}")
        for name, school_id, phase, code in ordered.itertuples(index=False)
    ]


def _phase(phase: str) -> str:
    return phase if phase.endswith("school") else f"{phase} school"


def _postcode_areas(postcodes: pd.DataFrame, wards: gpd.GeoDataFrame) -> Iterator[Entry]:
    """Give postcode districts (L8) and sectors (L8 1) with the wards that hold most of them, largest share first."""
    located = _wards_of(postcodes, wards)
    district = located["postcode"].str.split(" ").str[0]
    sector = district + " " + located["postcode"].str.split(" ").str[1].str[0]
    for kind, areas in (("district", district), ("sector", sector)):
        for area, ward, share in _shares(areas, located.index.to_series()):
            row = wards.loc[ward]
            where = f"{row['ward_name']}, {row['local_authority_name']} ({percent(share)} of its postcodes here)"
            yield area, f"postcode {kind}: {where}", ward_address(row["ward_code"])


def _wards_of(postcodes: pd.DataFrame, wards: gpd.GeoDataFrame) -> pd.DataFrame:
    """Postcodes that lie in a ward, indexed by the ward's place in the table."""
    points = gpd.GeoDataFrame(
        postcodes[["postcode"]],
        geometry=gpd.points_from_xy(postcodes["easting_m"], postcodes["northing_m"]),
        crs=BNG,
    )
    joined = points.sjoin(wards[["geometry"]], how="inner", predicate="within")
    return pd.DataFrame(joined[["postcode"]]).set_index(pd.Index(joined.filter(like="index_right").iloc[:, 0]))


def _shares(areas: pd.Series, wards: pd.Series) -> Iterator[tuple[str, int, float]]:
    counts = pd.DataFrame({"area": areas.to_numpy(), "ward": wards.to_numpy()}).value_counts().rename("n").reset_index()
    counts["share"] = 100 * counts["n"] / counts.groupby("area")["n"].transform("sum")
    is_largest = ~counts.sort_values(["area", "share"], ascending=[True, False])["area"].duplicated()
    kept = counts[(counts["share"] >= LEAST_SHARE_PCT) | is_largest.reindex(counts.index)]
    ordered = kept.sort_values(["area", "share", "ward"], ascending=[True, False, True])
    yield from ordered[["area", "ward", "share"]].itertuples(index=False, name=None)
