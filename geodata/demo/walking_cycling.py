"""Walking and cycling of adults in the demo borough, in the layout of DfT's CW0302 and CW0303."""

from geodata.demo import geography
from geodata.demo.seed import random_stream
from geodata.demo.spreadsheet_files import Cell, Sheets

AREAS = (
    ("E92000001", "England", 1.0),
    ("E12999001", "Vale", 0.97),
    (geography.AUTHORITY_CODE, geography.AUTHORITY_NAME, 0.92),
    ("E06999002", "Netherwold", 1.08),
)
NEW_AUTHORITY = "E06999002"
YEARS = ("2021", "2020", "2019", "2018", "2017", "2016")
NO_DATA_YEARS = ("2018", "2017", "2016")
FREQUENCIES = {
    "At least once per month": 1.0,
    "At least once per week": 0.72,
    "At least 3 times per week": 0.34,
    "At least 5 times per week": 0.2,
}
PURPOSES = {"Any": ("Any_Purpose", "any purpose", 1.0), "Leisure": ("Leisure", "leisure purpose", 0.78),
            "Travel": ("Travel", "travel purpose", 0.5)}  # fmt: skip
MODES = {"CW0302": ("Cycling", "cycle", 14.0), "CW0303": ("Walking", "walk", 78.0)}


def walking_or_cycling(table: str) -> Sheets:
    """Return a workbook, sheet name to rows: `CW0302` is cycling, `CW0303` walking; percentages of adults.

    The header stands in row 8 below the publisher's remarks; years without data hold `[note 6]`.
    """
    mode, verb, _ = MODES[table]
    title = (
        f"Proportion of adults who {verb}, by purpose, frequency, and local authority, November 2015 to November 2021"
    )
    notes: list[list[Cell]] = [
        [f"Notes table for {table}"],
        ["This workbook contains three tables. "],
        ["Note number", "Note text"],
        [1.0, f'"{mode}" in this table refers to any {mode.lower()}, irrespective of length or purpose.'],
        [6.0, "Statistics for these areas are not available for earlier years due to boundary changes."],
    ]
    sheets = {f"{table}_{sheet}": _sheet(table, purpose) for purpose, (sheet, _, _) in PURPOSES.items()}
    return {"Cover_Sheet": [[title], ["Synthetic data: no survey was held."]], "Notes": notes, **sheets}


def _sheet(table: str, purpose: str) -> list[list[Cell]]:
    mode, verb, _ = MODES[table]
    remarks: list[list[Cell]] = [
        [f"Table {table}: Proportion of adults who {verb} [note 1], by {PURPOSES[purpose][1]}, frequency, and area"],
        ["Synthetic data: no survey was held."],
        ["This worksheet contains one table. Some cells refer to notes which can be found on the notes worksheet. "],
        ["All statistics in Column F to Column K of this table are expressed as percentages."],
        ["Notes are used throughout this table, please see the Notes tab to find the related notes text."],
        ["These statistics cover the time period mid-November to mid-November."],
        ["Filters are used throughout this table."],
    ]
    header: list[Cell] = ["ONS Code", "Area name", "Mode", "Purpose", "Frequency", *YEARS]
    rows: list[list[Cell]] = [
        [code, name, mode, purpose, frequency, *_percentages(table, purpose, code, level * share)]
        for code, name, level in AREAS
        for frequency, share in FREQUENCIES.items()
    ]
    return [*remarks, header, *rows]


def _percentages(table: str, purpose: str, code: str, level: float) -> list[Cell]:
    random = random_stream(f"{table} {purpose} {code} {level}")
    noise = random.normal(1, 0.01 if code.startswith("E92") else 0.05, len(YEARS))
    values = MODES[table][2] * PURPOSES[purpose][2] * level * noise
    is_missing = [code == NEW_AUTHORITY and year in NO_DATA_YEARS for year in YEARS]
    return ["[note 6]" if gone else round(float(pct), 6) for pct, gone in zip(values, is_missing, strict=True)]
