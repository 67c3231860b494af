"""What libraries do for us: Moran's I through our own functions, the rest by esda, scipy, inequality and access.

Permutation p-values are compared within the cases' own slack for simulation; the cases' `p_sim` is one-sided, ours two.
"""

import itertools
import re

import numpy as np
import pandas as pd
from access import fca, raam
from access.weights import gaussian, step_fn
from esda import G_Local, Geary, Moran
from inequality.atkinson import atkinson
from inequality.gini import Gini
from inequality.theil import Theil, TheilD
from libpysal.graph import Graph
from scipy.stats import false_discovery_control, norm

from geodata.inequality.permutations import tails
from geodata.inequality.spatial import QUADRANTS, local_morans_i, morans_i

ORDERS = 30  # in which RAAM is tried


def values_and_graph(case):
    inputs = case["inputs"]
    listed = {name: inputs["neighbors"][name] for name in inputs["ids"]}
    neighbours = {name: [one] if isinstance(one, str) else list(one) for name, one in listed.items()}  # as R writes one
    return pd.Series(inputs["y"], inputs["ids"], dtype=float), Graph.from_dicts(neighbours)


def moran_global(case):
    values, graph = values_and_graph(case)
    transformation, permutations = case["params"]["transformation"], case["params"]["permutations"]
    np.random.seed(case["params"]["seed"])  # esda draws from it
    moran = Moran(values.to_numpy(), graph, transformation=transformation, permutations=permutations)
    names = ["I", "EI", "VI_norm", "z_norm", "p_norm", "VI_rand", "z_rand", "p_rand", "p_sim"]
    got = {name: getattr(moran, name) for name in names}
    return got | ({"I": morans_i(values, graph)["value"].iloc[0]} if transformation == "r" else {})


def compare_moran_global(case, got):
    expected, slack = case["expected"], case["tolerance"]
    for field in expected.keys() - {"p_sim"}:
        np.testing.assert_allclose(got[field], expected[field], rtol=slack["rel"], err_msg=field)
    np.testing.assert_allclose(got["p_sim"], expected["p_sim"], atol=slack["p_sim_abs"], err_msg="p_sim")


def local_moran(case):
    values, graph = values_and_graph(case)
    local = local_morans_i(values, graph)
    low, high = folded(values, graph)
    quadrants = local["quadrant"].map({words: number for number, words in QUADRANTS.items()})
    columns = {"Is": local["local_morans_i"], "q": quadrants, "p_sim_low": low, "p_sim_high": high}
    return {name: column.to_numpy(float) for name, column in columns.items()}


def folded(values, graph):
    """Return the lowest and the highest p that esda's fold can give on our draws.

    It takes the share of draws at or above I, or its complement if smaller. Sums of the same values in another order
    differ by rounding there, so that any part of the ties may count as below; ours count in both tails.
    """
    counts = tails(((values - values.mean()) / values.std(ddof=0)).to_numpy(), graph)
    draws = counts["draws"]
    most, least = counts["at_least"], draws - counts["at_most"]
    ends = pd.concat([np.minimum(share, draws - share) for share in (most, least)], axis=1)
    highest = ends.max(axis=1).where((most < draws / 2) | (least > draws / 2), draws // 2)
    return ((end + 1) / (draws + 1) for end in (ends.min(axis=1), highest))


def compare_local_moran(case, got):
    """Compare all areas that have neighbours: an island is missing in ours, zero with p = 0 in the package's.

    `z_sim` and `fdr_threshold_05` are made from the package's own simulation, and the cases give no tolerance for them.
    """
    has_neighbours = np.array([bool(case["inputs"]["neighbors"][name]) for name in case["inputs"]["ids"]])
    assert np.isnan(got["Is"][~has_neighbours]).all(), "an island has a local I"
    ours = {field: column[has_neighbours] for field, column in got.items()}
    expected, slack = case["expected"], case["tolerance"]
    i, q, p = (np.array(expected[field], dtype=float)[has_neighbours] for field in ("Is", "q", "p_sim"))
    np.testing.assert_allclose(ours["Is"], i, rtol=slack["Is_rel"], atol=1e-12, err_msg="Is")
    np.testing.assert_array_equal(ours["q"], q, err_msg="q")
    more = simulation_slack(slack["p_sim_abs"], p)
    wrong = (p < ours["p_sim_low"] - more) | (p > ours["p_sim_high"] + more)
    assert not wrong.any(), f"p_sim {p[wrong]}, ours {ours['p_sim_low'][wrong]} to {ours['p_sim_high'][wrong]}"


def simulation_slack(formula, p):
    """Return the slack of a formula such as "4*sqrt(p*(1-p)/9999)+0.005" at each p."""
    found = re.fullmatch(r"(\d+)\*sqrt\(p\*\(1-p\)/(\d+)\)\+([\d.]+)", formula)
    assert found, f"a tolerance in other words: {formula}"
    errors, permutations, more = map(float, found.groups())
    return errors * np.sqrt(p * (1 - p) / permutations) + more


def geary_c(case):
    values, graph = values_and_graph(case)
    geary = Geary(values.to_numpy(), graph.to_W(), transformation=case["params"]["transformation"], permutations=0)
    return {"C": geary.C, "EC": geary.EC, "z_rand": geary.z_rand, "p_rand": geary.p_rand}


def getis_ord_local(case):
    values, graph = values_and_graph(case)
    transform, star = case["params"]["transform"].upper(), case["params"]["star"]
    with np.errstate(divide="ignore", invalid="ignore"):  # an island has no variance
        local = G_Local(values.to_numpy(), graph.to_W(), transform=transform, permutations=0, star=star)
    return {name: getattr(local, name) for name in ("Gs", "EGs", "Zs", "p_norm")}


def spdep_spatial(case):
    """spdep counts islands in the mean but not in n of Moran's I, and may scale the local one by n - 1 (`mlvar`)."""
    values, graph = values_and_graph(case)
    n = int((graph.cardinalities > 0).sum())
    local = local_morans_i(values, graph)["local_morans_i"].fillna(0.0).to_numpy(float)
    star = getis_ord_local({**case, "params": {"transform": "b", "star": True}})
    return {
        **moments(morans_i(values, graph)["value"].iloc[0] * n / len(values), values, graph, n),
        "local_I_mlvar_false": list(local),
        "local_I_mlvar_true": list(local * len(values) / (len(values) - 1)),
        "Gstar_z": list(star["Zs"]),
    }


def moments(moran, values, graph, n):
    """Return Moran's I with its moments under normality and under randomisation for n areas (Cliff and Ord)."""
    w, z = graph.transform("r").to_W(), values - values.mean()
    square, kurtosis = w.s0**2, (z**4).mean() / (z**2).mean() ** 2
    mean = -1 / (n - 1)
    variances = {
        "norm": (n**2 * w.s1 - n * w.s2 + 3 * square) / (square * (n**2 - 1)) - mean**2,
        "rand": (
            n * ((n**2 - 3 * n + 3) * w.s1 - n * w.s2 + 3 * square)
            - kurtosis * ((n**2 - n) * w.s1 - 2 * n * w.s2 + 6 * square)
        ) / ((n - 1) * (n - 2) * (n - 3) * square) - mean**2,
    }  # fmt: skip
    z_scores = {name: (moran - mean) / np.sqrt(variance) for name, variance in variances.items()}
    tested = {
        f"{what}_{name}": number
        for what, all_of in (("VI", variances), ("z", z_scores))
        for name, number in all_of.items()
    }
    return {"I": moran, "EI": mean, **tested, **{f"p_{name}": 2 * norm.sf(abs(z)) for name, z in z_scores.items()}}


def fdr_benjamini_hochberg(case):
    p, alpha = np.sort(case["inputs"]["p"]), case["params"]["alpha"]
    lines = alpha * np.arange(1, len(p) + 1) / len(p)
    below = lines[p < lines]
    return {
        "adjusted_bh": list(false_discovery_control(case["inputs"]["p"])),
        "threshold_05": below[-1] if len(below) else lines[0],
    }


def gini_unweighted(case):
    return {"estimate": Gini(np.array(case["inputs"]["est"], dtype=float)).g}


def theil_unweighted(case):
    return {"T": Theil(np.array(case["inputs"]["est"], dtype=float)).T}


def theil_decomposition(case):
    theil = TheilD(np.array(case["inputs"]["est"], dtype=float), np.array(case["inputs"]["partition"]))
    return {"T": theil.T, "between": np.ravel(theil.bg)[0], "within": np.ravel(theil.wg)[0]}


def atkinson_unweighted(case):
    with np.errstate(divide="ignore"):
        return {"A": atkinson(np.array(case["inputs"]["est"], dtype=float), case["params"]["epsilon"])}


def catchments(case):
    """Return what the functions of `access` take, whose columns bear the names of their defaults."""
    inputs = case["inputs"]
    return {
        "demand_df": pd.DataFrame({"geoid": inputs["demand_id"], "demand": inputs["demand"]}).set_index("geoid"),
        "supply_df": pd.DataFrame({"geoid": inputs["supply_id"], "supply": inputs["supply"]}).set_index("geoid"),
        "cost_df": pd.DataFrame(inputs["cost"], columns=["origin", "dest", "cost"]),
    }


def decay(case):
    """Return the weight by cost that the case declares, none for an even catchment."""
    params = case["params"]
    if "gaussian_sigma" in params:
        return gaussian(params["gaussian_sigma"])
    steps = params.get("step_weights")
    return step_fn({float(cost): weight for cost, weight in steps.items()}) if steps else None


def of_every_demand_point(case, access):
    """Return the access of all demand points; the package leaves out those with no supply in reach, which have none."""
    return access.reindex(case["inputs"]["demand_id"], fill_value=0.0).to_dict()


def two_step_fca(case):
    access = fca.two_stage_fca(
        **catchments(case), max_cost=case["params"]["max_cost"], weight_fn=decay(case),
        demand_index=True, demand_name="demand", supply_index=True, supply_name="supply",
    )  # fmt: skip
    return of_every_demand_point(case, access)


def three_step_fca(case):
    access = fca.three_stage_fca(
        **catchments(case), max_cost=case["params"]["max_cost"], weight_fn=decay(case),
        demand_index=True, demand_name="demand", supply_index=True, supply_name="supply",
    )  # fmt: skip
    return of_every_demand_point(case, access)


def weighted_catchment(case):
    given = catchments(case)
    access = fca.weighted_catchment(
        given["supply_df"], given["cost_df"], max_cost=case["params"]["max_cost"], cost_source="dest",
        cost_dest="origin", loc_index=True, loc_value="supply",
    )  # fmt: skip
    return of_every_demand_point(case, access)


def raam_costs(case, seed=None):
    """Return the costs when ties are broken in the order given, or in a random one.

    The package takes sets of names, whose order differs from process to process; small numbers keep theirs.
    """
    given = catchments(case)
    demand, supply = (given[name].index.to_series() for name in ("demand_df", "supply_df"))
    if seed is not None:
        demand, supply = (names.sample(frac=1, random_state=seed) for names in (demand, supply))
    of_demand, of_supply = ({name: number for number, name in enumerate(names)} for names in (demand, supply))
    cost = given["cost_df"].assign(origin=lambda c: c["origin"].map(of_demand), dest=lambda c: c["dest"].map(of_supply))
    access = raam.raam(
        given["demand_df"].rename(of_demand), given["supply_df"].rename(of_supply), cost,
        tau=case["params"]["tau"], max_cycles=case["params"]["max_cycles"],
    )  # fmt: skip
    return of_every_demand_point(case, access.rename(dict(enumerate(demand))))


def compare_raam(case, got):
    """Accept what the package gives for some order of the names; which it was for the case is not known."""
    orders = itertools.chain([got], (raam_costs(case, seed) for seed in range(ORDERS)))
    expected, relative = case["expected"], case["tolerance"]["rel"]
    wanted = np.array(list(expected.values()), dtype=float)
    costs = (np.array([of[name] for name in expected], dtype=float) for of in orders)
    assert any(np.allclose(cost, wanted, rtol=relative, atol=0, equal_nan=True) for cost in costs), got


ADAPTERS = {
    "moran_global": moran_global,
    "local_moran": local_moran,
    "geary_c": geary_c,
    "getis_ord_local": getis_ord_local,
    "spdep_spatial": spdep_spatial,
    "fdr_benjamini_hochberg": fdr_benjamini_hochberg,
    "gini_unweighted": gini_unweighted,
    "theil_unweighted_pysal": theil_unweighted,
    "theil_decomposition": theil_decomposition,
    "atkinson_unweighted": atkinson_unweighted,
    "two_step_fca": two_step_fca,
    "enhanced_two_step_fca": two_step_fca,
    "three_step_fca": three_step_fca,
    "weighted_catchment": weighted_catchment,
    "raam": raam_costs,
}
COMPARERS = {"moran_global": compare_moran_global, "local_moran": compare_local_moran, "raam": compare_raam}
