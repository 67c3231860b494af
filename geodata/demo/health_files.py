"""GP practices and pharmacies of the demo borough in the header-less layout of the NHS Organisation Data Service."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from geodata.demo.areas import build_borough
from geodata.demo.people import postcodes
from geodata.demo.seed import random_stream

COLUMNS = (
    "code", "name", "national_grouping", "health_geography", "address_1", "address_2", "address_3", "address_4",
    "address_5", "postcode", "open_date", "close_date", "status", "sub_type", "commissioner", "join_date", "left_date",
    "telephone", "null_19", "null_20", "null_21", "amended", "null_23", "provider", "null_25", "setting", "null_27",
)  # fmt: skip
"""Our names of the 27 columns; the files have no header. Telephone numbers are left blank."""

PRACTICES = (
    "MARKET PLACE SURGERY", "TANNERY MEDICAL CENTRE", "SORREL BANK SURGERY", "FOUNDRY LANE PRACTICE",
    "PETHERWICK HEALTH CENTRE", "LARKENMOOR MEDICAL PRACTICE", "LARKENMOOR SURGERY", "CHÂTEAU HOUSE SURGERY",
    "BEACON VIEW PRACTICE", "HERONSFOLD SURGERY", "SOUTHMOOR MEDICAL CENTRE", "KELDERHOLME SURGERY",
    "MILL LANE PRACTICE", "WRENSHAW HEALTH CENTRE", "THE OLD TOLL SURGERY", "COBBLEFORD MEDICAL CENTRE",
    "STATION ROAD SURGERY", "PRIORY PRACTICE", "GORSENDALE SURGERY", "BRINDLEWICK VILLAGE SURGERY",
    "MARLCROFT MEDICAL PRACTICE", "ROOKENHAM FAMILY PRACTICE", "HOBTHORNE SURGERY", "SALLOWMERE PRACTICE",
)  # fmt: skip
OTHER_PRESCRIBERS = {"FAIRBROOK WALK-IN CENTRE": "1", "FAIRBROOK OUT OF HOURS": "2", "SORREL HOSPICE": "14"}
"""Prescribers that are no GP practices, and their prescribing setting; that of a GP practice is 4."""

PHARMACIES = (
    "MARKET PHARMACY", "SORREL PHARMACY", "TANNERSWICK CHEMISTS", "HIGH STREET PHARMACY", "QUAYSIDE PHARMACY",
    "PETHERWICK PHARMACY", "LARKENMOOR PHARMACY", "EDGE ESTATE CHEMIST", "BEACON PHARMACY", "HERONSFOLD PHARMACY",
    "SOUTHMOOR CHEMISTS", "KELDERHOLME PHARMACY", "FOUNDRY PHARMACY", "WRENSHAW PHARMACY", "OLD TOLL CHEMIST",
    "COBBLEFORD PHARMACY", "STATION PHARMACY", "PRIORY CHEMISTS", "GORSENDALE PHARMACY", "BRINDLEWICK PHARMACY",
    "MARLCROFT PHARMACY", "ROOKENHAM PHARMACY", "MILLERSWICK CHEMIST", "SWANHOLT PHARMACY", "FOXENBY PHARMACY",
    "TILDERTON PHARMACY", "JUBILEE CHEMISTS", "RING ROAD PHARMACY", "CHEMIST & CO", "THE LATE PHARMACY",
    "GREENWAY PHARMACY", "VICTORIA PHARMACY",
)  # fmt: skip
APPLIANCE_CONTRACTORS = ("SORREL APPLIANCE SUPPLIES",)
"""Dispensers that post and keep no shop: sub-type 2, where a pharmacy is 1."""

CLOSED_PRACTICES = 3
CLOSED_PHARMACIES = 4


@dataclass(frozen=True)
class _Register:
    """What the organisations of one register have in common."""

    subject: str
    first_code: str
    sub_type: str
    closed: int


@cache
def gp_practices() -> pd.DataFrame:
    """Return the practices and other prescribers, some closed, with `easting_m` and `northing_m` beside `COLUMNS`."""
    names = (*PRACTICES, *OTHER_PRESCRIBERS)
    table = _organisations(_Register("GP practices", "Z{:05d}", "B", CLOSED_PRACTICES), names)
    return table.assign(setting=table["name"].map(OTHER_PRESCRIBERS).fillna("4"))


@cache
def pharmacies() -> pd.DataFrame:
    """Return pharmacies, some closed, and other dispensers, with `easting_m` and `northing_m` beside `COLUMNS`."""
    register = _Register("pharmacies", "FZ{:03d}", "1", CLOSED_PHARMACIES)
    table = _organisations(register, (*PHARMACIES, *APPLIANCE_CONTRACTORS))
    return table.assign(sub_type=table["sub_type"].mask(table["name"].isin(APPLIANCE_CONTRACTORS), "2"))


def header_less(organisations: pd.DataFrame) -> bytes:
    """Return the organisations as the service writes them: 27 quoted columns, no header, cp1252."""
    rows = organisations.reindex(columns=list(COLUMNS))
    return rows.to_csv(index=False, header=False, lineterminator="\r\n", quoting=1).encode("cp1252")


def _organisations(register: _Register, names: tuple[str, ...]) -> pd.DataFrame:
    random = random_stream(register.subject)
    sites = _sites(names, random)
    is_closed = pd.Series(range(len(names))).isin(random.choice(len(PRACTICES), register.closed, replace=False))
    blank = dict.fromkeys(COLUMNS, "")
    table = pd.DataFrame([blank | {"name": name} for name in names])
    return table.assign(
        code=[register.first_code.format(901 + place) for place in range(len(names))],
        national_grouping="Y99",
        health_geography="QZZ",
        address_1=[f"{number} HIGH STREET" for number in random.integers(1, 120, len(names))],
        address_4="FAIRBROOK",
        postcode=sites["pcd"].str[:4].str.strip() + " " + sites["pcd"].str[4:],
        open_date="19740401",
        close_date=is_closed.map({True: "20190331", False: ""}),
        status=is_closed.map({True: "C", False: "A"}),
        sub_type=register.sub_type,
        commissioner="99Z",
        join_date="20130401",
        left_date=is_closed.map({True: "20190331", False: ""}),
        amended="0",
        provider="99Z",
        easting_m=sites["oseast1m"],
        northing_m=sites["osnrth1m"],
    )


def _sites(names: tuple[str, ...], random: np.random.Generator) -> pd.DataFrame:
    """Return a live postcode for each organisation, none twice, in the ward that its name begins with if any does."""
    live = postcodes().query("doterm == '' and usertype == 0")
    shuffled = live.iloc[random.permutation(len(live))]
    wards = build_borough().areas("ward")["name"].str.upper()
    # the postcode's district is the number of its ward
    ward = shuffled["pcd"].str[2:4].astype(int).map(dict(enumerate(wards, 1)))
    free = shuffled.assign(ward=ward, is_taken=False)
    for name in names:  # a postcode taken is not to be had by the next
        at_home = free["ward"].map(name.startswith) & ~free["is_taken"]
        choice = free.index[at_home if at_home.any() else ~free["is_taken"]][0]
        free.loc[choice, "is_taken"] = True
        free.loc[choice, "name"] = name
    return free.dropna(subset="name").set_index("name").loc[list(names)].reset_index()
