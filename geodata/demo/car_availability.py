"""Households by cars or vans in the demo borough (Census 2021, TS045): fewer cars where more deprived."""

import numpy as np
import pandas as pd

from geodata.demo.areas import build_borough
from geodata.demo.people import lsoa_ridit
from geodata.demo.planted import no_car_share
from geodata.demo.seed import random_stream

PREFIX = "Number of cars or vans: "
COLUMNS = (
    "No cars or vans in household",
    "1 car or van in household",
    "2 cars or vans in household",
    "3 or more cars or vans in household",
)
PEOPLE_PER_HOUSEHOLD = 2.35
WITH_CARS = ((0.72, 0.23, 0.05), (0.42, 0.44, 0.14))
"""Shares of one, two, three or more cars among households with any, at the most and at the least deprived end."""


def car_availability() -> pd.DataFrame:
    """Return the bulk table TS045 by LSOA 2021 in Nomis columns: households by number of cars or vans."""
    ridit = lsoa_ridit(2025)
    lsoas = build_borough().areas("lsoa").set_index("code")
    random = random_stream("cars or vans")
    households = (lsoas["residents"] / PEOPLE_PER_HOUSEHOLD).round().astype(int)
    none = random.binomial(households, no_car_share(ridit))
    most, least = np.array(WITH_CARS)
    some = random.multinomial(households - none, np.outer(1 - ridit, most) + np.outer(ridit, least))
    table = pd.DataFrame(
        {"date": 2021, "geography": lsoas["name"], "geography code": lsoas.index}
        | {f"{PREFIX}Total: All households": households}
    )
    counts = np.column_stack([none, some])
    return table.assign(**{PREFIX + name: counts[:, place] for place, name in enumerate(COLUMNS)}).reset_index(
        drop=True
    )
