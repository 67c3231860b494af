"""The metadata of a CSV file in the W3C's vocabulary for tabular data (CSVW), found beside it by its name."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype

from geodata.exports.field_meanings import Meaning
from geodata.exports.run_facts import SYNTHETIC, Run
from geodata.exports.sheets import Sheet

ENDING = "-metadata.json"
"""Where the standard looks for the metadata of a file: its whole name, then this."""
VOCABULARY = "http://www.w3.org/ns/csvw"
"""A name of the standard, never opened."""
OF_SOURCES = {
    "title": "dc:title",
    "publisher": "dc:publisher",
    "vintage": "dc:temporal",
    "licence": "dc:license",
    "attribution": "schema:creditText",
}
"""What is known of a source, and its name in Dublin Core or schema.org, whose prefixes the standard knows."""


def csv_metadata(file: str, sheet: Sheet, table: pd.DataFrame, run: Run) -> dict[str, Any]:
    """Return the metadata of a file, given by its name without folders, that holds the table as it is."""
    facts = run.source_facts(sheet.sources)
    return {
        "@context": [VOCABULARY, {"@language": "en-GB"}],
        "url": file,
        "dc:title": f"{sheet.title}, {run.study_area.title}",
        "dc:description": sheet.description,
        "dc:creator": f"Evenground {run.version}",
        "dc:created": run.run_date.isoformat(),
        "dc:spatial": run.study_area.title,
        "dc:type": list(sheet.kinds),
        **_terms(facts, is_synthetic=run.study_area.is_synthetic),
        "dc:source": [{OF_SOURCES[name]: value for name, value in fact.items()} for fact in facts],
        "dc:accessRights": run.suppression,
        "schema:usageInfo": list(sheet.not_for),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"]},
        "tableSchema": {"columns": [_column(name, sheet.fields[name], table[name].dtype) for name in table.columns]},
    }


def _terms(facts: Iterable[Mapping[str, str]], *, is_synthetic: bool) -> dict[str, list[str]]:
    """Return the licences and the words they ask for, once each; made-up figures owe nobody."""
    if is_synthetic:
        return {"dc:rights": [SYNTHETIC]}
    licences, words = ([fact[name] for fact in facts] for name in ("licence", "attribution"))
    return {"dc:license": list(dict.fromkeys(licences)), "dc:rights": list(dict.fromkeys(words))}


def _column(name: str, meaning: Meaning, dtype: Any) -> dict[str, Any]:
    told = {"schema:unitText": meaning.unit} if meaning.unit else {}
    about = {"titles": name, "dc:title": meaning.title, "dc:description": meaning.description}
    # a name in the standard is letters, digits, points and lines below
    return {"name": name.replace(" ", "_").replace("(", "").replace(")", ""), **about, **told, "datatype": _type(dtype)}


def _type(dtype: Any) -> str | dict[str, str]:
    """Return the standard's type for what pandas writes."""
    if is_bool_dtype(dtype):
        return {"base": "boolean", "format": "True|False"}
    if is_integer_dtype(dtype):
        return "integer"
    return "number" if is_numeric_dtype(dtype) else "string"
