"""What is published and where it lies in the folder that people are given."""

from dataclasses import dataclass, field

from geodata.study_area import StudyArea

FRONT_PAGE = "index.html"
STREETS = ("walking_nodes", "walking_edges", "edge_slopes", "tag_completeness", "network_summary")
ACCESS = ("destinations", "authority_access", "network_measures", "catchments")
PLAIN = ("tag_completeness", "network_summary", "destinations", "authority_access", "network_measures")
ROUTES = (
    "schools",
    "school_scorecards",
    "edge_ratings",
    "crossings",
    "pupil_flows",
    "survey_list",
    "route_priorities",
    "authority_route_safety",
    "route_sensitivity",
    "ruleset_agreement",
)
ROUTE_SHEETS = tuple(name for name in ROUTES if name not in {"edge_ratings", "pupil_flows"})
"""Tables of routes that make sense as a spreadsheet: not those with a row for every street."""
WORKLIST = "osm_worklist"
"""The survey list as tags for mappers to add, made from table `survey_list`."""
SUMMARY = "inequality_summary"
"""Inequality in sentences, made from table `inequality` and what belongs to it."""
GIS = "gis"
"""Folder of the GeoPackages among the exports."""
COLLISIONS = ("street_collisions", "collision_deprivation", "collision_prediction")

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
    *STREETS,
    *ACCESS,
    "lsoa_access",
    "ward_access",
    *ROUTES,
    *COLLISIONS,
    "lsoa_route_safety",
    "ward_route_safety",
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
        "lsoa_access",
        "ward_access",
        *PLAIN,
        *ROUTE_SHEETS,
        *COLLISIONS[1:],
        "lsoa_route_safety",
        "ward_route_safety",
    )
    snapshot: tuple[str, ...] = (
        "lsoa_indicators",
        "ward_indicators",
        "local_authority_indicators",
        "inequality",
        "ward_inequity",
        "school_scorecards",
    )
    pages: dict[str, str] = field(default_factory=lambda: {"ward_map": "maps/wards.html", "front_page": FRONT_PAGE})
    page_folders: dict[str, str] = field(
        default_factory=lambda: {
            "site": "site",
            "ward_pages": "wards",
            "authority_pages": "authorities",
            "school_pages": "schools",
            "route_map": "maps",
            "quality_page": "quality",
        }
    )
    """Assets that are many pages, or perhaps none, and the folder of each; single pages may lie there too."""

    @property
    def map_links(self) -> dict[str, str]:
        """Title and address of each map."""
        return {"Wards and authorities": self.pages["ward_map"]} if "ward_map" in self.pages else {}

    @property
    def table_links(self) -> list[str]:
        """Addresses of the tables: spreadsheets first, then every table as Parquet."""
        parquet = [f"tables/{name}.parquet" for name in (*self.partitioned, *self.whole)]
        sheets = [*([SUMMARY] if "inequality" in self.exported else []), *self.exported, WORKLIST]
        return [*(f"exports/{name}.csv" for name in sheets), *parquet]


LAYOUT = Layout()
STREETS_ONLY = Layout(
    partitioned=(),
    whole=("local_authorities", *STREETS, *ACCESS, *ROUTES, "sources"),
    exported=(*PLAIN, *ROUTE_SHEETS),
    snapshot=("tag_completeness", "network_summary", "authority_access", "network_measures", "authority_route_safety"),
    pages={"streets_page": FRONT_PAGE},
    page_folders={"site": "site", "school_pages": "schools", "route_map": "maps", "quality_page": "quality"},
)


def layout_of(study_area: StudyArea) -> Layout:
    """Return what is published of a study area: everything, or what streets alone can fill."""
    return STREETS_ONLY if study_area.is_streets_only else LAYOUT
