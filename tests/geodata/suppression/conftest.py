"""A region of two authorities small enough to write down, whose counts each test chooses."""

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from geodata.schemas import conform
from geodata.study_area import StudyArea, Suppression

NORTH, SOUTH = "E06999001", "E06999002"
LSOAS = [f"E0199900{n}" for n in range(1, 9)]
WARDS = [f"E0599900{n}" for n in range(1, 5)]
Tables = dict[str, pd.DataFrame]
# where each LSOA's people live; LSOAs 2 and 6 are split
PLACES = {
    LSOAS[0]: {WARDS[0]: 1.0},
    LSOAS[1]: {WARDS[0]: 0.75, WARDS[1]: 0.25},
    LSOAS[2]: {WARDS[1]: 1.0},
    LSOAS[3]: {WARDS[1]: 1.0},
    LSOAS[4]: {WARDS[2]: 1.0},
    LSOAS[5]: {WARDS[2]: 0.5, WARDS[3]: 0.5},
    LSOAS[6]: {WARDS[3]: 1.0},
    LSOAS[7]: {WARDS[3]: 1.0},
}
BEST_FIT = dict(zip(LSOAS, [WARDS[0], WARDS[0], WARDS[1], WARDS[1], *[WARDS[2]] * 2, *[WARDS[3]] * 2], strict=True))


def authority(code: str) -> str:
    return NORTH if int(code[-1]) <= (4 if code.startswith("E01") else 2) else SOUTH


def combined(counts: pd.DataFrame, weights: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Return the counts of larger areas: LSOAs as rows of `counts`, `weights` by LSOA and larger area."""
    return pd.DataFrame(weights).fillna(0.0).reindex(columns=counts.index) @ counts


def rows(counts: pd.DataFrame, best_fit: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return indicator rows: modes of travel as shares of all who travel, anything else as a count."""
    modes = [name for name in counts if name.startswith("travel")]
    single = [name for name in modes if "walk_or" not in name]
    total = counts[single].sum(axis=1)
    frames = []
    for name in counts:
        below = total if name in modes else pd.Series(float("nan"), counts.index)
        value = 100 * counts[name] / below if name in modes else counts[name]
        has_best_fit = best_fit is not None and name in modes
        by_best_fit = 100 * best_fit[name] / best_fit[single].sum(axis=1) if has_best_fit else float("nan")
        frame = {
            "area_code": counts.index, "indicator": name, "period": "2021", "value": value, "lower_cl": value - 0.1,
            "upper_cl": value + 0.1, "numerator": counts[name], "denominator": below, "unit": "some",
            "kind": "computed", "source": "travel_to_work" if name in modes else "collisions_raster",
            "note": "a caveat", "value_best_fit": by_best_fit,
        }  # fmt: skip
        frames.append(pd.DataFrame(frame))
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="session")
def region() -> Callable[[Mapping[str, list[float]]], Tables]:
    """Return a function that makes all tables of a region from each indicator's counts in LSOAs 1 to 8."""

    def make(counts: Mapping[str, list[float]]) -> Tables:
        lsoas = pd.DataFrame(counts, index=LSOAS, dtype=float)
        wards = combined(lsoas, PLACES)
        authorities = combined(lsoas, {code: {authority(code): 1.0} for code in LSOAS})
        whole = authorities.sum().to_frame("region").T
        levels = pd.concat([rows(authorities), rows(whole)]).assign(
            area_level=lambda t: t["area_code"].map({"region": "study_area"}).fillna("local_authority"),
            compared_with_england="",
        )
        weights = [
            {"lsoa_code": lsoa, "ward_code": ward, "weight": weight, "method": "postcodes",
             "best_fit_weight": float(BEST_FIT[lsoa] == ward), "area_weight": weight}
            for lsoa, places in PLACES.items()
            for ward, weight in places.items()
        ]  # fmt: skip
        by_best_fit = combined(lsoas, {code: {BEST_FIT[code]: 1.0} for code in LSOAS})
        return {
            "lsoas": pd.DataFrame({"lsoa_code": LSOAS, "local_authority_code": map(authority, LSOAS)}),
            "wards": pd.DataFrame({"ward_code": WARDS, "local_authority_code": map(authority, WARDS)}),
            "lsoa_ward_weights": conform("lsoa_ward_weights", pd.DataFrame(weights)),
            "lsoa_indicators": conform("lsoa_indicators", rows(lsoas)),
            "ward_indicators": conform("ward_indicators", rows(wards, by_best_fit)),
            "local_authority_indicators": conform("local_authority_indicators", levels),
        }

    return make


@pytest.fixture(scope="session")
def ruled() -> Callable[..., StudyArea]:
    """Return a function that makes the region's study area with a rule of suppression."""

    def make(*also_disclosive: str, low: int = 1, high: int = 4) -> StudyArea:
        return StudyArea(
            name="region", title="Region", local_authorities={"north": NORTH, "south": SOUTH},
            suppression=Suppression(low=low, high=high, also_disclosive=also_disclosive),
        )  # fmt: skip

    return make
