"""Travel to work in the demo borough (Census 2021, TS061), with the planted gradient in walking and cycling."""

import numpy as np
import pandas as pd

from geodata.demo.areas import build_borough
from geodata.demo.geography import Array
from geodata.demo.people import lsoa_ridit
from geodata.demo.planted import walk_or_cycle_share
from geodata.demo.seed import random_stream

PREFIX = "Method of travel to workplace: "
TOTAL = "Total: All usual residents aged 16 years and over in employment the week before the census"
OTHER_MODES = {
    "Work mainly at or from home": (0.20, 0.44),
    "Underground, metro, light rail, tram": (0.003, 0.003),
    "Train": (0.012, 0.022),
    "Bus, minibus or coach": (0.115, 0.03),
    "Taxi": (0.022, 0.005),
    "Motorcycle, scooter or moped": (0.006, 0.005),
    "Driving a car or van": (0.55, 0.45),
    "Passenger in a car or van": (0.075, 0.035),
}
"""Shares among those who neither walk nor cycle, at the most and at the least deprived end; the rest is other."""

BICYCLES = 0.16
"""Share of bicycles among those who walk or cycle."""


def travel_to_work() -> pd.DataFrame:
    """Return the bulk table TS061 by LSOA 2021 in Nomis columns: people in employment by method of travel."""
    ridit = lsoa_ridit(2025)
    lsoas = build_borough().areas("lsoa").set_index("code")
    random = random_stream("travel to work")
    employed = random.binomial(lsoas["residents"], 0.43 + 0.05 * ridit)
    active = random.binomial(employed, walk_or_cycle_share(ridit))
    others = random.multinomial(employed - active, _other_shares(ridit.to_numpy()))
    bicycles = random.binomial(active, BICYCLES)
    table = pd.DataFrame(
        {"date": 2021, "geography": lsoas["name"], "geography code": lsoas.index, PREFIX + TOTAL: employed}
    )
    modes = pd.DataFrame(others[:, :-1], index=lsoas.index, columns=list(OTHER_MODES)).assign(
        **{"Bicycle": bicycles, "On foot": active - bicycles, "Other method of travel to work": others[:, -1]}
    )
    return table.join(modes.add_prefix(PREFIX)).reset_index(drop=True)


def _other_shares(ridit: Array) -> Array:
    most, least = np.array(list(OTHER_MODES.values())).T
    named = np.outer(1 - ridit, most) + np.outer(ridit, least)
    return np.column_stack([named, 1 - named.sum(axis=1)])
