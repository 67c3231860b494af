"""Checks that tables of routes must pass before anything is built on them, as `geodata.quality` has for the others."""

import numpy as np
import pandas as pd

from geodata.quality import TOLERANCE, CheckOutcome

VERDICTS = ["pupils_available", "pupils_undetermined", "pupils_unavailable", "pupils_beyond_limit"]


def intervals_in_order(evidence: pd.DataFrame) -> CheckOutcome:
    """Pass if every attribute is at least its least value, at most its greatest, and the likely one lies between."""
    attributes = [str(name).removesuffix("_likely") for name in evidence.columns if str(name).endswith("_likely")]
    return _in_order(evidence, [(f"{name}_lo", f"{name}_likely", f"{name}_hi") for name in attributes], "intervals")


def ratings_in_order(ratings: pd.DataFrame) -> CheckOutcome:
    """Pass if no part is rated worse under likely than under worst evidence, or better than under best."""
    stems = [str(name).removesuffix("_likely") for name in ratings.columns if str(name).endswith("_rating_likely")]
    return _in_order(ratings, [(f"{stem}_lo", f"{stem}_likely", f"{stem}_hi") for stem in stems], "ratings")


def _in_order(table: pd.DataFrame, bounds: list[tuple[str, str, str]], what: str) -> CheckOutcome:
    wrong = {}
    for low, likely, high in bounds:
        values = table[[low, likely, high]].to_numpy(dtype=float)
        is_wrong = (np.diff(values, axis=1) < 0).any(axis=1)
        if is_wrong.any():
            wrong[likely] = int(is_wrong.sum())
    found = ", ".join(f"{name} {count}" for name, count in wrong.items()) or "none"
    return CheckOutcome(not wrong, f"{what} of {len(table)} parts; out of order: {found}")


def pupils_conserved(pupil_routes: pd.DataFrame, home_pupils: pd.DataFrame) -> CheckOutcome:
    """Pass if every pupil has one verdict, and no walk over fewer usable parts is the shorter one."""
    lost = abs(pupil_routes["pupils"].sum() - home_pupils["pupils"].sum())
    walks = pupil_routes[["shortest_m", "best_m", "likely_m", "strict_m"]].fillna(np.inf).to_numpy()
    shorter = int((walks[:, :-1] > walks[:, 1:] + TOLERANCE).any(axis=1).sum())
    words = f"{home_pupils['pupils'].sum():,.0f} pupils or metres; lost: {lost:.1e}; walks out of order: {shorter}"
    return CheckOutcome(lost <= TOLERANCE * max(home_pupils["pupils"].sum(), 1) and not shorter, words)


def verdicts_add_up(school_scorecards: pd.DataFrame) -> CheckOutcome:
    """Pass if the verdicts of each school's pupils add up to its pupils."""
    gap = (school_scorecards[VERDICTS].sum(axis=1) - school_scorecards["pupils"]).abs()
    worst = float(gap.max()) if len(gap) else 0.0
    return CheckOutcome(worst <= TOLERANCE * 1000, f"{len(gap)} schools; largest difference: {worst:.1e}")
