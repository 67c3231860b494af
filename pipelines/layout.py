"""What is published and where it lies in the folder that people are given."""

from dataclasses import dataclass, field

PARTITIONED = (
    "local_authorities",
    "wards",
    "lsoas",
    "lsoa_changes",
    "lsoa_ward_weights",
    "lsoa_indicators",
    "ward_indicators",
)
WHOLE = (
    "coverage",
    "local_authority_indicators",
    "inequality_groups",
    "inequality",
    "inequality_trend",
    "ward_clusters",
    "ward_funnel",
    "comparisons",
    "ward_ranks",
    "ward_inequity",
    "headline_reconciliation",
    "sources",
)


@dataclass(frozen=True)
class Layout:
    """Names of the published tables, exports, snapshot tables and pages, with addresses relative to the front page."""

    partitioned: tuple[str, ...] = PARTITIONED
    whole: tuple[str, ...] = WHOLE
    exported: tuple[str, ...] = (
        "local_authority_indicators",
        "inequality_groups",
        "inequality",
        "inequality_trend",
        "ward_clusters",
        "ward_funnel",
        "comparisons",
        "ward_ranks",
        "ward_inequity",
        "headline_reconciliation",
    )
    snapshot: tuple[str, ...] = (
        "lsoa_indicators",
        "ward_indicators",
        "local_authority_indicators",
        "inequality",
        "ward_inequity",
    )
    pages: dict[str, str] = field(default_factory=lambda: {"ward_map": "maps/wards.html", "front_page": "index.html"})

    @property
    def map_links(self) -> dict[str, str]:
        """Title and address of each map."""
        return {"Wards and authorities": self.pages["ward_map"]}

    @property
    def table_links(self) -> list[str]:
        """Addresses of the tables: spreadsheets first, then every table as Parquet."""
        parquet = [f"tables/{name}.parquet" for name in (*self.partitioned, *self.whole)]
        sheets = ["inequality_summary", *self.exported]
        return [*(f"exports/{name}.csv" for name in sheets), *parquet]


LAYOUT = Layout()
