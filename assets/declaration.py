"""How an asset is declared: a plain function becomes a Dagster asset once the study area is known.

What is true of all assets (owner, column schema, checks, how the study area and the partition reach the function) is
applied here, in one place, and not repeated in decorators.
"""

import inspect
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import dagster as dg
import pandas as pd

from assets.description import data_version, described
from geodata.quality import CheckOutcome
from geodata.schemas import described_columns, is_spatial, stacked, table_names

# running many partitions in one run is marked beta in Dagster; the whole run is several times faster for it
warnings.filterwarnings("ignore", message=".*backfill_policy.*", category=dg.BetaWarning)
OWNER = "team:public-health-analysts"
INJECTED = (
    "study_area",
    "authority_code",
    "sources_dir",
    "overpass",
    "run_date",
    "version",
    "map_links",
    "table_links",
)
Check = Callable[..., CheckOutcome]


@dataclass(frozen=True)
class Declaration:
    """A name, its function, group and checks; `build` makes the Dagster asset of it.

    The function's parameters are the assets it reads, but for those that are injected: the study area, the authority
    code of the partition, the sources folder, the date and version of the run.
    """

    name: str
    function: Callable[..., Any]
    group: str
    is_partitioned: bool
    checks: Sequence[Check]
    inputs: Mapping[str, str]
    """Parameter name to asset name; several assets may reach one function as keyword arguments."""

    @property
    def is_table(self) -> bool:
        """Whether the asset is a table with a schema (the others are pages)."""
        return self.name in table_names()

    def reading(self, **inputs: str) -> "Declaration":
        """Return the declaration with other assets in the place of some parameters' own."""
        return replace(self, inputs={**self.inputs, **inputs})

    def build(self, partitions: dg.PartitionsDefinition) -> dg.AssetsDefinition:
        """Return the Dagster asset, partitioned by local authority where declared so."""
        return dg.asset(
            name=self.name,
            ins={parameter: dg.AssetIn(key=dg.AssetKey(asset)) for parameter, asset in self.inputs.items()},
            group_name=self.group,
            partitions_def=partitions if self.is_partitioned else None,
            description=inspect.getdoc(self.function),
            owners=[OWNER],
            kinds=self._kinds(),
            metadata=self._metadata(),
            backfill_policy=dg.BackfillPolicy.single_run() if self.is_partitioned else None,
            check_specs=[self._check_spec(check) for check in self.checks],
            io_manager_key="tables" if self.is_table else "pages",
            required_resource_keys={"study_area", "settings", "layout", "progress"},
        )(self._compute)

    def _kinds(self) -> set[str]:
        if not self.is_table:
            return {"folium" if "map" in self.name else "html"}
        return {"geopandas" if is_spatial(self.name) else "pandas", "parquet"}

    def _metadata(self) -> dict[str, Any]:
        if not self.is_table:
            return {}
        columns = [
            dg.TableColumn(name, type=kind, description=description or None)
            for name, kind, description in described_columns(self.name)
        ]
        return {"dagster/column_schema": dg.TableSchema(columns=columns)}

    def _check_spec(self, check: Check) -> dg.AssetCheckSpec:
        return dg.AssetCheckSpec(check.__name__, asset=self.name, blocking=True, description=inspect.getdoc(check))

    def _compute(self, context: dg.AssetExecutionContext, **inputs: Any) -> dg.MaterializeResult[Any]:
        if not self.is_partitioned:
            whole = {name: self._whole(name, value) for name, value in inputs.items()}
            value, found = self._one(context, whole)
            results = self._results({self.name: found})
            version = data_version(value) if self.is_table else None
            return dg.MaterializeResult(value=value, check_results=results, data_version=version)
        # one run may hold many authorities: what they share is loaded once
        made = {key: self._one(context, _of_partition(inputs, key), key) for key in context.partition_keys}
        values = {key: value for key, (value, _) in made.items()}
        found_by_key = {key: found for key, (_, found) in made.items()}
        return dg.MaterializeResult(value=values, check_results=self._results(found_by_key))

    def _one(
        self, context: dg.AssetExecutionContext, inputs: Mapping[str, Any], key: str | None = None
    ) -> tuple[Any, list[CheckOutcome]]:
        value = self.function(**inputs, **self._injected(context, key))
        if self.is_table:
            context.add_asset_metadata(described(value), partition_key=key)
        context.resources.progress(self.name, key)
        return value, [_outcome(check, value, inputs) for check in self.checks]

    def _whole(self, parameter: str, value: Any) -> Any:
        """Return the table of all partitions stored, if the input is partitioned."""
        return stacked(self.inputs[parameter], list(value.values())) if isinstance(value, dict) else value

    def _injected(self, context: dg.AssetExecutionContext, key: str | None) -> dict[str, Any]:
        resources = context.resources
        available: dict[str, Callable[[], Any]] = {
            "study_area": lambda: resources.study_area,
            "authority_code": lambda: resources.study_area.local_authorities[key],
            "sources_dir": lambda: resources.settings.sources_dir,
            "overpass": lambda: resources.settings.overpass,
            "run_date": lambda: resources.settings.run_date,
            "version": lambda: resources.settings.version,
            "map_links": lambda: resources.layout.map_links,
            "table_links": lambda: resources.layout.table_links,
        }
        return {name: available[name]() for name in inspect.signature(self.function).parameters if name in INJECTED}

    def _results(self, found: Mapping[str, Sequence[CheckOutcome]]) -> list[dg.AssetCheckResult]:
        """Return each check's result over all partitions of the run: passed if every one passed."""
        return [
            dg.AssetCheckResult(
                check_name=check.__name__,
                passed=all(bool(outcomes[i].passed) for outcomes in found.values()),
                metadata={key: dg.MetadataValue.text(outcomes[i].description) for key, outcomes in found.items()},
            )
            for i, check in enumerate(self.checks)
        ]


def _of_partition(inputs: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value[key] if isinstance(value, dict) else value for name, value in inputs.items()}


def _outcome(check: Check, value: pd.DataFrame, inputs: Mapping[str, Any]) -> CheckOutcome:
    held_against = list(inspect.signature(check).parameters)[1:]
    return check(value, **{name: inputs[name] for name in held_against})


def declare(
    group: str, *, is_partitioned: bool = False, checks: Sequence[Check] = ()
) -> Callable[[Callable[..., Any]], Declaration]:
    """Declare the decorated function as an asset of its own name, reading the assets its parameters name."""

    def wrap(function: Callable[..., Any]) -> Declaration:
        parameters = [name for name in inspect.signature(function).parameters if name not in INJECTED]
        return Declaration(
            function.__name__, function, group, is_partitioned, checks, {name: name for name in parameters}
        )

    return wrap
