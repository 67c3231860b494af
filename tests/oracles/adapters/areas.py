"""Proportions, rates, quantiles and funnels as PHEindicatormethods gives them."""

import numpy as np
import pandas as pd

from geodata.inequality.funnel import OUTCOMES, funnel_limits, funnel_significance
from geodata.inequality.quantiles import assign_quantile
from geodata.inequality.rates import crude_rate, proportion
from geodata.inequality.standardisation import directly_standardised_rate

SIGNIFICANCE = ["Low (0.001)", "Low (0.025)", "Not significant", "High (0.025)", "High (0.001)"]


def numbers(values):
    listed = values if isinstance(values, list) else [values]
    return pd.Series([np.nan if value is None else value for value in listed], dtype=float)


def answer(case, measured):
    """Return the value, and the limits under the names that the package gives them at one or at several confidences."""
    confidence = case["params"]["confidence"]
    tables = {level: measured(level) for level in (confidence if isinstance(confidence, list) else [confidence])}
    (table, *_) = tables.values()
    got = {"value": table["value"].to_list(), "note": "; ".join(filter(None, table["note"]))}
    for level, limits in tables.items():
        suffix = f"{100 * level:.1f}".replace(".", "_") + "cl" if isinstance(confidence, list) else "cl"
        got |= {f"{side}{suffix}": limits[f"{side}_cl"].to_list() for side in ("lower", "upper")}
    return got


def shares(case):
    above, below = numbers(case["inputs"]["x"]), numbers(case["inputs"]["n"])
    return answer(case, lambda level: proportion(above, below, case["params"]["multiplier"], level))


def rates(case):
    count, people = numbers(case["inputs"]["x"]), numbers(case["inputs"]["n"])
    return answer(case, lambda level: crude_rate(count, people, case["params"]["multiplier"], level))


def standardised(case):
    # the package counts a missing age group as nobody affected; ours refuses, naming it
    count, people, standard = (numbers(case["inputs"][name]) for name in ("x", "n", "stdpop"))
    tables = count.fillna(0.0).to_frame().T, people.to_frame().T
    got = answer(case, lambda level: directly_standardised_rate(*tables, standard, case["params"]["multiplier"], level))
    return got | {"total_count": count.sum(), "total_pop": people.sum()}


def quantiles(case):
    group, params = case["inputs"].get("group"), case["params"]
    found = assign_quantile(
        numbers(case["inputs"]["values"]), params["nquantiles"], highest_is_first=params["invert"], group=group
    )
    return {"quantile": [None if np.isnan(quantile) else int(quantile) for quantile in found]}


def funnel(case):
    above, below, params = numbers(case["inputs"]["x"]), numbers(case["inputs"]["n"]), case["params"]
    per = params["multiplier"]
    words = funnel_significance(per * above / below, funnel_limits(above, below, params["statistic"], per))
    return {"significance": words.map(dict(zip(OUTCOMES, SIGNIFICANCE, strict=True))).to_list()}


ADAPTERS = {
    "proportion": shares,
    "crude_rate": rates,
    "directly_standardised_rate": standardised,
    "quantile_assignment": quantiles,
    "funnel_significance": funnel,
}
