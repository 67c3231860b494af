"""Every declared measure of every area, against loops that fit each row with statsmodels: ratio, growth, same numbers.

    python benchmarks/inequality_against_loop.py

Nine authorities and the study area of made-up LSOAs, every indicator that is measured over deprivation by small area,
with one to three spans of periods; all start from the same population groups. The plain loop picks each row's groups
out of the table, as anyone would first write it; the grouped one goes through the table once.
"""

import time

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from geodata.indicators.definitions import indicator_list, stratified_by
from geodata.indicators.rows import indicator_rows, stack
from geodata.schemas import conform, empty
from geodata.strata.groups_table import inequality_groups
from geodata.strata.measured import inequality
from geodata.study_area import load_study_area

LSOAS = 1600
SIZES = (1, 4, 11)  # periods
Z = 1.959963984540054
REPETITIONS = 3


def lsoa_rows(periods: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return made-up LSOAs of the nine authorities, and their figures by indicator and period."""
    rng = np.random.default_rng(1)
    study_area = load_study_area("cheshire_merseyside")
    codes = pd.Series([f"E01{n:06d}" for n in range(LSOAS)])
    lsoas = pd.DataFrame({"lsoa_code": codes, "local_authority_code": np.resize(study_area.codes, LSOAS)})
    score, people = pd.Series(rng.gamma(2, 12, LSOAS)), pd.Series(rng.integers(1000, 2500, LSOAS).astype(float))
    frames = [
        indicator_rows(
            "iod2025_imd_score", codes, "2025", value=score, denominator=people, kind="measured", source="a"
        ),
        indicator_rows("residents", codes, "2021", numerator=people, kind="measured", source="a"),
    ]
    for definition in stratified_by("deprivation"):
        if definition.limits != "none":  # counts by small area; surveys have none
            share = rng.uniform(0.05, 0.2) + rng.uniform(-0.05, 0.05) * score.rank(pct=True)
            for year in range(2020, 2020 + periods):
                count = pd.Series(rng.binomial(people.astype(int), share).astype(float))
                figures = {"numerator": count, "denominator": people, "kind": "measured", "source": "b"}
                frames.append(indicator_rows(definition.id, codes, str(year), **figures))
    return lsoas, conform("lsoa_indicators", stack(frames))


COLUMNS = ["area_code", "indicator", "period", "measure", "value", "lower_cl", "upper_cl"]


def plain_loop(groups: pd.DataFrame) -> pd.DataFrame:
    """Return the same measures, one row of the table after the other."""
    rows = []
    for area, indicator, period in groups[COLUMNS[:3]].drop_duplicates().itertuples(index=False):
        for measure in indicator_list()[indicator].measures_over("deprivation"):
            is_own = (groups["area_code"] == area) & (groups["indicator"] == indicator) & (groups["period"] == period)
            rows.append((area, indicator, period, measure, *one(measure, groups[is_own])))
    return pd.DataFrame(rows, columns=COLUMNS)


def grouped_loop(groups: pd.DataFrame) -> pd.DataFrame:
    """Return the same measures, the table gone through once."""
    rows = []
    for case, own in groups.groupby(COLUMNS[:3]):
        rows += [
            (*case, measure, *one(measure, own)) for measure in indicator_list()[case[1]].measures_over("deprivation")
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def one(measure: str, own: pd.DataFrame) -> tuple[float, float, float]:
    """Return one measure of one case, with limits from the groups' errors, those of gradients widened."""
    y, n = own["value"].to_numpy(), own["population"].to_numpy()
    error = (own["upper_cl"] - own["lower_cl"]).to_numpy() / (2 * Z)
    share = n / n.sum()
    if measure in ("slope_index_of_inequality", "relative_index_of_inequality"):
        return of_line(measure, y, n, error)
    if measure in ("absolute_concentration_index", "relative_concentration_index"):
        return of_concentration(measure, y, n, error)
    if measure == "difference":
        return around(y[0] - y[-1], np.hypot(error[0], error[-1]))
    if measure == "ratio":
        factor = np.exp(Z * np.hypot(error[0] / y[0], error[-1] / y[-1]))
        return y[0] / y[-1], y[0] / y[-1] / factor, y[0] / y[-1] * factor
    mean = np.sum(share * y)
    if measure == "population_attributable_risk":
        parts = np.append(-share[:-1], 1 - share[-1])
        return tuple(min(limit, 0.0) for limit in around(y[-1] - mean, np.sqrt(np.sum((parts * error) ** 2))))
    lower, upper = fieller(y[-1], mean, error[-1] ** 2, np.sum((share * error) ** 2), share[-1] * error[-1] ** 2)
    return tuple(min(100 * (ratio - 1), 0.0) for ratio in (y[-1] / mean, lower, upper))


def around(value: float, error: float) -> tuple[float, float, float]:
    """Return a value with its normal limits."""
    return value, value - Z * error, value + Z * error


def fieller(above: float, below: float, of_above: float, of_below: float, shared: float) -> tuple[float, float]:
    """Return the limits of a ratio of two normal estimates."""
    a, b = below**2 - Z**2 * of_below, above * below - Z**2 * shared
    root = np.sqrt(b**2 - a * (above**2 - Z**2 * of_above))
    return (b - root) / a, (b + root) / a


def fit(y: np.ndarray, n: np.ndarray, error: np.ndarray):  # type: ignore[no-untyped-def]
    """Return the weighted fit on cumulative population share, and the errors widened by over-dispersion."""
    fitted = sm.WLS(y, sm.add_constant((n.cumsum() - n / 2) / n.sum()), weights=n).fit()
    dispersion = np.sum((fitted.resid / error) ** 2) / fitted.df_resid
    return fitted, error * max(1.0, np.sqrt(dispersion) * stats.t.ppf(0.975, fitted.df_resid) / Z)


def of_line(measure: str, y: np.ndarray, n: np.ndarray, error: np.ndarray) -> tuple[float, float, float]:
    """Return the slope or the relative index of inequality."""
    fitted, error = fit(y, n, error)
    effect = fitted.model.pinv_wexog * np.sqrt(n)
    covariance = effect @ np.diag(error**2) @ effect.T
    if measure == "slope_index_of_inequality":
        return around(fitted.params[1], np.sqrt(covariance[1, 1]))
    most, least = fitted.params[0], fitted.params.sum()
    limits = fieller(least, most, covariance.sum(), covariance[0, 0], covariance[0, 0] + covariance[0, 1])
    return (least / most, *limits)


def of_concentration(measure: str, y: np.ndarray, n: np.ndarray, error: np.ndarray) -> tuple[float, float, float]:
    """Return the absolute or the relative concentration index."""
    _, error = fit(y, n, error)
    share = n / n.sum()
    parts = 2 * share * ((n.cumsum() - n / 2) / n.sum() - 0.5)
    index, mean = np.sum(parts * y), np.sum(share * y)
    if measure == "absolute_concentration_index":
        return around(index, np.sqrt(np.sum((parts * error) ** 2)))
    return around(index / mean, np.sqrt(np.sum(((parts - index / mean * share) / mean * error) ** 2)))


def fastest(function, *arguments) -> tuple[float, pd.DataFrame]:
    """Return the shortest of several times, and the result."""
    times = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        made = function(*arguments)
        times.append(time.perf_counter() - start)
    return min(times), made


def main() -> None:
    """Time both for one, two and three periods, and compare every number."""
    study_area = load_study_area("cheshire_merseyside")
    print(f"{'rows':>6} {'plain loop s':>13} {'grouped loop s':>15} {'ours s':>8} {'ratios':>12}")
    for periods in SIZES:
        lsoas, rows = lsoa_rows(periods)
        groups = inequality_groups(
            study_area, lsoas, rows, empty("local_authority_indicators"), empty("source_adult_activity"),
            empty("source_rural_urban"),
        )  # fmt: skip
        groups = groups[groups["group"] > 0]
        plain, theirs = fastest(plain_loop, groups)
        grouped, _ = fastest(grouped_loop, groups)
        quick, ours = fastest(inequality, groups)
        both = theirs.merge(ours, on=COLUMNS[:4], suffixes=("_loop", ""))
        for column in ("value", "lower_cl", "upper_cl"):
            np.testing.assert_allclose(both[column], both[f"{column}_loop"], rtol=1e-9, atol=1e-12)
        ratios = f"{plain / quick:5.1f} {grouped / quick:5.1f}"
        print(f"{len(both):6d} {plain:13.3f} {grouped:15.3f} {quick:8.3f} {ratios:>12}")


if __name__ == "__main__":
    main()
