"""Schools of the demo borough, as the register of schools would list them; all are invented, no person is named."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from geodata.demo import geography
from geodata.demo.areas import build_borough
from geodata.demo.people import lsoa_ridit, postcodes
from geodata.demo.planted import SCHOOL_EN, UNREACHED_SCHOOL
from geodata.demo.school_columns import GIAS_COLUMNS
from geodata.demo.seed import random_stream
from geodata.demo.wards import NAMED_AFTER, NAMES_FROM_THE_CENTRE

FIRST_URN = 999_001
PROPOSED_TO_CLOSE = "Open, but proposed to close"


@dataclass(frozen=True)
class School:
    """One school: its name, the ward it stands in, and what the register says of it."""

    name: str
    ward: str
    kind: str = "Community school"
    phase: str = "Primary"
    low_age: int = 4
    high_age: int = 11
    pupils: tuple[int, int] = (180, 450)
    """Fewest and most pupils; the number is drawn between them."""
    status: str = "Open"
    site: tuple[float, float] | None = None
    """Easting and northing, where it is not to stand at the postcode that is drawn for it."""


def _secondary(name: str, ward: str) -> School:
    return School(name, ward, "Academy converter", "Secondary", 11, 16, (750, 1450))


SCHOOLS = (
    *(School(f"{ward} Primary School", ward) for ward in (*NAMED_AFTER, *NAMES_FROM_THE_CENTRE)),
    School("Larkenmoor Infant School", "Larkenmoor", high_age=7, pupils=(120, 200)),
    School("Heronsfold Junior School", "Heronsfold", low_age=7, pupils=(200, 300)),
    School("Kelderholme Mill School", "Kelderholme", status=PROPOSED_TO_CLOSE, pupils=(25, 40)),
    _secondary("Sorrel Valley School", "Petherwick"),
    _secondary("Larkenmoor High School", "Larkenmoor"),
    _secondary("Gorsendale High School", "Gorsendale"),
    _secondary("Foxenby High School", "Foxenby"),
    School("Fairbrook Technology Academy", "Rookenham", "Academy sponsor led", "Secondary", 11, 18, (900, 1500)),
    School("Fairbrook Lycée", "Wrenshaw", "Free schools", "All-through", 4, 18, (500, 700)),
    School("Fairbrook Sixth Form College", "Foundrygate", "Further education", "16 plus", 16, 19, (900, 1200)),
    School("Tannerswick Nursery School", "Tannerswick", "Local authority nursery school", "Nursery", 2, 5, (50, 90)),
    School("Brindlewick Lodge School", "Brindlewick", "Community special school", "Not applicable", 4, 16, (60, 110)),
    School("Cobbleford Infant School", "Cobbleford", high_age=7, pupils=(90, 120), status="Closed"),
    School(UNREACHED_SCHOOL, "Kelderholme", pupils=(90, 150), site=SCHOOL_EN),
)


@cache
def schools() -> pd.DataFrame:
    """Return the register in all 135 columns of GIAS, blank where the demo says nothing; heads are never named."""
    random = random_stream("schools")
    sites = _sites()
    rows = [
        _row(number, school, sites.iloc[number], int(random.integers(*school.pupils)))
        for number, school in enumerate(SCHOOLS)
    ]
    return pd.DataFrame(rows).reindex(columns=list(GIAS_COLUMNS))


def _sites() -> pd.DataFrame:
    """Return a live postcode with its areas for each school, in its ward, none used twice."""
    areas = build_borough().output_areas.drop_duplicates("lsoa_code").set_index("lsoa_code")
    live = (
        postcodes().query("doterm == '' and usertype == 0").sample(frac=1, random_state=random_stream("school sites"))
    )
    # the postcode's district is its ward; the ward of its LSOA may be another where an LSOA is cut
    named = build_borough().areas("ward")["name"]
    ward = live["pcd"].str[2:4].astype(int).map(dict(enumerate(named, 1)))
    sites = live.assign(
        ward=ward, place=live.groupby(ward).cumcount(), lsoa_name=live["lsoa21"].map(areas["lsoa_name"])
    )
    wanted = pd.DataFrame({"ward": [school.ward for school in SCHOOLS]})
    wanted["place"] = wanted.groupby("ward").cumcount()
    return wanted.merge(sites, on=["ward", "place"], validate="one_to_one")


def _row(number: int, school: School, site: pd.Series, pupils: int) -> dict[str, object]:
    is_closed = school.status == "Closed"
    easting, northing = school.site or (site["oseast1m"], site["osnrth1m"])
    ward_code = build_borough().areas("ward").set_index("name")["code"]
    return {
        "URN": FIRST_URN + number, "LA (code)": 999, "LA (name)": geography.AUTHORITY_NAME,
        "EstablishmentNumber": 2001 + number, "EstablishmentName": school.name,
        "TypeOfEstablishment (name)": school.kind, "EstablishmentStatus (name)": school.status,
        "OpenDate": "01-09-1974", "CloseDate": "31-08-2019" if is_closed else "",
        "PhaseOfEducation (name)": school.phase, "StatutoryLowAge": school.low_age, "StatutoryHighAge": school.high_age,
        "Boarders (name)": "No boarders", "Gender (name)": "Mixed", "ReligiousCharacter (name)": "Does not apply",
        "NumberOfPupils": "" if is_closed else pupils,
        "PercentageFSM": round(42 - 36 * float(lsoa_ridit(2025)[site["lsoa21"]]), 1), "Town": geography.AUTHORITY_NAME,
        "Postcode": f"{site['pcd'][:4].strip()} {site['pcd'][4:]}", "DistrictAdministrative (code)": site["laua"],
        "DistrictAdministrative (name)": geography.AUTHORITY_NAME, "AdministrativeWard (code)": ward_code[school.ward],
        "AdministrativeWard (name)": school.ward, "GSSLACode (name)": site["laua"], "Easting": round(easting),
        "Northing": round(northing), "LSOA (name)": site["lsoa_name"], "LSOA (code)": site["lsoa21"],
    }  # fmt: skip
