"""Town and country in the demo borough, in the layout of the Rural Urban Classification (2021) of LSOAs."""

import pandas as pd

from geodata.demo.areas import build_borough
from geodata.demo.planted import RURAL_SHARE

CLASSES = {
    "RSN1": "Smaller rural: Nearer to a major town or city",
    "RLN1": "Larger rural: Nearer to a major town or city",
    "UN1": "Urban: Nearer to a major town or city",
}


def rural_urban() -> pd.DataFrame:
    """Return the class of each LSOA: the most sparsely populated ones are rural, the sparser half of these smaller."""
    lsoas = build_borough().areas("lsoa")
    place = (lsoas["residents"] / lsoas.area).rank(pct=True)
    codes = pd.cut(place, [0, RURAL_SHARE / 2, RURAL_SHARE, 1], labels=list(CLASSES)).astype(str)
    return pd.DataFrame(
        {
            "LSOA21CD": lsoas["code"],
            "LSOA21NM": lsoas["name"],
            "LSOA21NMW": "",  # the name in Welsh
            "RUC21CD": codes,
            "RUC21NM": codes.map(CLASSES),
            "Urban_rural_flag": codes.str.startswith("R").map({True: "Rural", False: "Urban"}),
            "ObjectId": range(1, len(lsoas) + 1),
        }
    )
