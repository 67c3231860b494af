"""The command line: demo, run, sources, verify, ui."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from geodata.errors import EvengroundError
from geodata.study_area import StudyArea
from pipelines.one_run import alone
from pipelines.settings import DEMO, PAGES, Settings, make_settings

app = typer.Typer(
    help="Where is walking fair? Deprivation, activity and active travel, ward by ward, with honest limits.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
WIDE = 260
StudyAreaArgument = Annotated[
    str, typer.Argument(help="Bundled name (demo, cheshire_merseyside, rutland, newport) or TOML file.")
]
SourcesOption = Annotated[Path | None, typer.Option("--sources", help="Folder of source files: <key>/<file>.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Folder for the results; default out/<study area>.")]


def _console() -> Console:
    """Return the console; wide where nobody looks (a file or a pipe), so that no table is cut."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDE)


@contextmanager
def _one_clear_message() -> Iterator[None]:
    """Print the message of a known mistake and exit with 1."""
    try:
        yield
    except EvengroundError as error:
        Console(stderr=True, soft_wrap=True, highlight=False).print(f"evenground: {error}", style="red", markup=False)
        raise typer.Exit(1) from error


@app.command()
def demo(out: OutOption = None) -> None:
    """Build the synthetic borough, run everything on it, print a summary and where to look."""
    with _one_clear_message():
        study_area, settings = make_settings(DEMO, None, out)
        with alone(settings):
            _write_demo_sources(settings)
            _run_and_report(study_area, settings, list(study_area.local_authorities))


def _write_demo_sources(settings: Settings) -> None:
    from geodata.demo import write_demo_sources

    write_demo_sources(settings.sources_dir)


@app.command()
def run(
    study_area: StudyAreaArgument,
    sources: SourcesOption = None,
    out: OutOption = None,
    authority: Annotated[
        list[str] | None, typer.Option("--authority", help="Renew this authority only (key); may be repeated.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Never use the network.")] = False,
) -> None:
    """Run a study area: tables, map and front page. Without --sources what is missing or stale is fetched first."""
    with _one_clear_message():
        loaded, settings = make_settings(study_area, sources, out, is_offline=offline)
        authorities = _authorities(loaded, authority)
        with alone(settings):
            if loaded.name == DEMO and sources is None:
                _write_demo_sources(settings)
            elif sources is None and not offline:
                _fetch(loaded, settings)
            _run_and_report(loaded, settings, authorities)


def _fetch(study_area: StudyArea, settings: Settings) -> None:
    from pipelines.fetching import fetch_missing

    fetch_missing(study_area, settings, _console())


def _authorities(study_area: StudyArea, wanted: list[str] | None) -> list[str]:
    known = list(study_area.local_authorities)
    unknown = sorted(set(wanted or []) - set(known))
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)} is not in {study_area.name}; choose from {', '.join(known)}")
    return wanted or known


def _run_and_report(study_area: StudyArea, settings: Settings, authorities: list[str]) -> None:
    from pipelines.runs import run as run_everything
    from pipelines.summary import print_summary

    console = _console()
    manifest = run_everything(study_area, settings, authorities, console)
    print_summary(study_area, settings, manifest, console)


@app.command()
def sources(
    study_area: StudyAreaArgument,
    sources: SourcesOption = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="Get what is missing or stale from the publishers.")] = False,
) -> None:
    """Show every source: have, missing, stale or of other areas; vintage, licence, what it feeds."""
    from pipelines.summary import print_sources

    with _one_clear_message():
        loaded, settings = make_settings(study_area, sources, None)
        if fetch:
            _fetch(loaded, settings)
        print_sources(loaded, settings.sources_dir, settings.run_date, _console())


@app.command()
def verify(
    out: Annotated[Path, typer.Argument(help="Folder of a run's results.")],
    expected: Annotated[Path, typer.Argument(help="JSON list of published and counted figures.")],
) -> None:
    """Hold a run's figures against published results: got, published, difference; exit 1 on a mismatch."""
    from geodata.verification import read_expected
    from geodata.verification import verify as compare
    from pipelines.summary import print_verified, read_published

    with _one_clear_message():
        results = compare(read_published(out), read_expected(expected))
    print_verified(results, _console())
    if any(result.outcome == "mismatch" for result in results):
        raise typer.Exit(1)


@app.command()
def ui(
    study_area: Annotated[str, typer.Argument(help="Bundled name or TOML file.")] = DEMO,
    sources: SourcesOption = None,
    out: OutOption = None,
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 3000,
) -> None:
    """Open Dagster's user interface on a study area (default: the demo borough)."""
    from pipelines.page_server import serving
    from pipelines.runs import prepare_home

    with _one_clear_message():
        loaded, settings = make_settings(study_area, sources, out)
        if loaded.name == DEMO and sources is None:
            _write_demo_sources(settings)
        prepare_home(settings)
    command = [sys.executable, "-m", "dagster", "dev", "-m", "pipelines.definitions", "-p", str(port)]
    with serving(settings.pages) as address, suppress(KeyboardInterrupt):
        environment = os.environ | settings.environment() | {PAGES: address}
        raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)
