"""Wards of the demo borough: neighbourhoods, except where the real world is less tidy.

Some LSOAs are cut by a ward boundary, so that best fit and postcodes disagree, and Fairbrook Quays is a small ward
that holds people but not the larger part of any LSOA.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse.csgraph import connected_components

from geodata.demo import geography
from geodata.demo.mosaic import Labels, Mosaic
from geodata.demo.seed import random_stream

Members = npt.NDArray[np.bool_]

CUT_LSOAS = 14
QUAYS_OUTPUT_AREAS = 4
QUAYS_NAME = "Fairbrook Quays"
NAMED_AFTER = {
    "Fairbrook Central": geography.TOWN_CENTRE,
    "Larkenmoor": geography.EDGE_ESTATE,
    "Gorsendale": geography.HILL_TOP,
}
NAMES_FROM_THE_CENTRE = (
    "Tannerswick", "Foundrygate", "Cobbleford", "Petherwick", "Rookenham", "Wrenshaw", "Millerswick", "Hobthorne",
    "Brindlewick", "Swanholt", "Foxenby", "Kelderholme", "Tilderton", "Sallowmere", "Marlcroft", "Heronsfold",
)  # fmt: skip


def draw_wards(lsoa: Labels, neighbourhood: Labels, residents: Labels, mosaic: Mosaic) -> Labels:
    """Return the ward of each output area, numbered from 0; the last one is Fairbrook Quays."""
    ward = _with_quays(neighbourhood, lsoa, residents, mosaic)
    return _with_cut_lsoas(ward, lsoa, residents, mosaic)


def ward_columns(ward: Labels, mosaic: Mosaic) -> dict[str, pd.Series]:
    """Return `ward_code` and `ward_name` of each output area."""
    name = pd.Series(ward).map(_names(ward, mosaic))
    code = {each: f"E05{999001 + place}" for place, each in enumerate(sorted(name.unique()))}
    return {"ward_code": name.map(code), "ward_name": name}


def _names(ward: Labels, mosaic: Mosaic) -> dict[int, str]:
    outlines = mosaic.output_areas.dissolve(ward).geometry
    names = {int(ward.max()): QUAYS_NAME}
    names |= {int(outlines.distance(point).idxmin()): name for name, point in NAMED_AFTER.items()}
    others = outlines.drop(list(names)).centroid.distance(geography.TOWN_CENTRE).sort_values().index
    return names | dict(zip(map(int, others), NAMES_FROM_THE_CENTRE, strict=True))


def _with_quays(ward: Labels, lsoa: Labels, residents: Labels, mosaic: Mosaic) -> Labels:
    """Take riverside output areas of the north bank, nearest to the quays first, as long as the rules hold."""
    is_riverside = (mosaic.output_areas["bank"] == 0) & (mosaic.output_areas.distance(geography.river()) < 500)
    distance = mosaic.output_areas.distance(geography.QUAYS)[is_riverside].sort_values(kind="stable")
    members = np.zeros(len(ward), dtype=bool)
    for area in distance.index:  # whether one fits depends on those taken before it
        trial = members | (np.arange(len(ward)) == area)
        is_minority = _largest_share(trial, lsoa, residents) < 0.45
        if is_minority and _is_whole(trial, mosaic) and _leaves_wards_whole(ward, trial, mosaic):
            members = trial
        if members.sum() == QUAYS_OUTPUT_AREAS:
            break
    return np.where(members, ward.max() + 1, ward)


def _with_cut_lsoas(ward: Labels, lsoa: Labels, residents: Labels, mosaic: Mosaic) -> Labels:
    """Hand single output areas over to the ward next door on the same bank, each from another LSOA."""
    ward, bank = ward.copy(), mosaic.output_areas["bank"].to_numpy()
    quays = int(ward.max())
    untouched = ~np.isin(lsoa, lsoa[ward == quays])
    for area in random_stream("cut lsoas").permutation(len(ward)):  # whether one may go depends on those gone before
        border = np.where((ward != ward[area]) & (ward != quays) & (bank == bank[area]), mosaic.neighbours[area], 0)
        alone = np.arange(len(ward)) == area
        is_minority = _largest_share(alone, lsoa, residents) < 0.4
        if border.max() > 100 and untouched[area] and is_minority and _leaves_wards_whole(ward, alone, mosaic):
            ward[area] = ward[np.argmax(border)]
            untouched &= lsoa != lsoa[area]
        if len(set(lsoa[~untouched])) == CUT_LSOAS:
            break
    return ward


def _largest_share(members: Members, lsoa: Labels, residents: Labels) -> float:
    """Return the largest share of an LSOA's residents that live in the output areas."""
    share = np.bincount(lsoa, residents * members) / np.bincount(lsoa, residents)
    return float(share.max())


def _is_whole(members: Members, mosaic: Mosaic) -> bool:
    return bool(connected_components(mosaic.neighbours[np.ix_(members, members)])[0] == 1)


def _leaves_wards_whole(ward: Labels, taken: Members, mosaic: Mosaic) -> bool:
    rest = [(ward == number) & ~taken for number in np.unique(ward[taken])]
    return all(members.any() and _is_whole(members, mosaic) for members in rest)
