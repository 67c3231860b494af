"""Documents are tested: what is generated is up to date, what exists is described, what is described exists."""

import doctest
import re
import runpy
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.main import get_command

from geodata.catalogue import load_catalogue
from geodata.strata.definitions import measure_list
from geodata.study_area import Claim, Priority, SchoolRoutes, Streets, StudyArea, Suppression
from pipelines.cli import app
from pipelines.layout import LAYOUT

REPOSITORY = Path(__file__).resolve().parents[1]
DOCS = REPOSITORY / "docs"
WRITTEN = [REPOSITORY / "README.md", REPOSITORY / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
FIELDS = ["Question", "Formula", "Example", "In a briefing", "When not to use it", "Against OHID and WHO"]
LARGEST_SCREENSHOT, LARGEST_PICTURE = 150_000, 250_000


def text(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def generated() -> dict[Path, str]:
    pages: Callable[[], dict[Path, str]] = runpy.run_path(str(DOCS / "generate.py"))["pages"]
    return pages()


@pytest.mark.parametrize("name", ["sources.md", "tables.md", "methods.md"])
def test_generated_pages_are_up_to_date(generated: dict[Path, str], name: str) -> None:
    assert generated[DOCS / name] == text(f"docs/{name}"), "run `make docs`"


def test_every_source_has_its_section_with_its_column_names() -> None:
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text("docs/sources.md"), flags=re.DOTALL | re.MULTILINE))
    assert list(sections) == list(load_catalogue())
    for key, source in load_catalogue().items():
        for names in (source.columns | source.optional_columns).values():
            assert all(f"`{name}`" in sections[key] for name in names), key


def test_every_published_table_has_its_section() -> None:
    sections = re.findall(r"^## (\w+)$", text("docs/tables.md"), flags=re.MULTILINE)
    assert sections == [*LAYOUT.partitioned, *LAYOUT.whole]


def test_every_column_of_a_published_table_is_described() -> None:
    published = text("docs/tables.md").split("## Working tables")[0]
    rows = re.findall(r"^\| (`.+`|one for .+) \| .+ \| (.*) \|$", published, flags=re.MULTILINE)
    assert len(rows) > 50
    assert [column for column, meaning in rows if not meaning.strip()] == []


def test_every_indicator_family_is_described() -> None:
    declared = tomllib.loads(text("geodata/indicators/indicators.toml"))["indicators"]
    assert re.findall(r"^### `(.+)`$", text("docs/methods.md"), flags=re.MULTILINE) == list(declared)


@pytest.fixture(scope="module")
def explained() -> dict[str, str]:
    """Return each section on a measure or a statistic of areas by its heading."""
    page = text("docs/methods.md").split("## Measures of inequality")[1].split("\n# Indicators")[0]
    sections: list[tuple[str, str]] = re.findall(
        r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", page, flags=re.DOTALL | re.MULTILINE
    )
    return dict(sections)


def test_every_measure_is_explained(explained: dict[str, str]) -> None:
    assert {measure.title for measure in measure_list().values()} <= set(explained)
    for heading, section in explained.items():
        fields = dict(re.findall(r"^\*\*(.+)\.\*\* (.+)$", section, flags=re.MULTILINE))
        assert list(fields) == FIELDS, heading
        assert all(len(words) > 15 for words in fields.values()), heading


def test_examples_of_measures_run_by_themselves(explained: dict[str, str]) -> None:
    for heading, section in explained.items():
        (example,) = blocks(section, "pycon")
        test = doctest.DocTestParser().get_doctest(example, {}, heading, "docs/methods.md", 0)
        assert len(test.examples) >= 3, heading
        doctest.DebugRunner().run(test)


def test_sentences_for_a_briefing_say_how_sure(explained: dict[str, str]) -> None:
    for measure in measure_list().values():
        sentence = re.search(r"^\*\*In a briefing\.\*\* (.+)$", explained[measure.title], flags=re.MULTILINE)
        assert sentence, measure.title
        assert "95 % CI" in sentence[1] or "p = " in sentence[1], f"{measure.title}: how sure?"


def test_coverage_is_shown_as_measured(generated: dict[Path, str]) -> None:
    shown = generated[DOCS / "methods.md"].split("<!-- coverage -->")[1].split("<!-- /coverage -->")[0]
    measured = text("benchmarks/coverage.csv").splitlines()[1:]
    assert len(re.findall(r"\b\d+\.\d\b", shown)) >= len(measured) > 0


def test_every_key_of_a_study_area_is_described() -> None:
    page = text("docs/study_areas.md")
    nested = {"priority", "suppression", "school_routes", "openstreetmap"}
    keys = {*StudyArea.model_fields, *Claim.model_fields} - nested
    keys |= {f"priority.{name}" for name in Priority.model_fields}
    keys |= {f"suppression.{name}" for name in Suppression.model_fields}
    keys |= {f"school_routes.{name}" for name in SchoolRoutes.model_fields}
    keys |= {f"openstreetmap.{name}" for name in Streets.model_fields}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_study_areas_shown_are_valid() -> None:
    shown = [StudyArea.model_validate(tomllib.loads(block)) for block in blocks(text("docs/study_areas.md"), "toml")]
    assert [len(area.codes) for area in shown] == [2, 9]


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^(\w+):", text("Makefile"), flags=re.MULTILINE))
    named = {name for page in WRITTEN for name in re.findall(r"(?:^\$ |`|^)make (\w+)", page.read_text(), re.MULTILINE)}
    assert {"demo", "test"} <= named <= targets


def test_readme_runs_for_tests_what_the_makefile_runs() -> None:
    recipe = text("Makefile").split("\ntest:")[1].split("\n\n")[0]
    in_makefile = re.findall(r"\$\(BIN\)/(.+)", recipe)
    in_readme = re.findall(r"^\.venv\\Scripts\\((?:ruff|mypy|lint|dg|pytest).*)$", text("README.md"), re.MULTILINE)
    assert in_readme == in_makefile


def test_commands_and_their_options_exist() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for page in WRITTEN:
        for name, rest in re.findall(r"\bevenground (?!:)([a-z]+)\b([^`\n]*)", page.read_text(encoding="utf-8")):
            assert name in commands, f"{page.name}: evenground {name}"
            options = {option for parameter in commands[name].params for option in parameter.opts}
            assert set(re.findall(r"--[a-z]+", rest)) <= options, f"{page.name}: evenground {name}{rest}"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_links_resolve(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        linked = page.parent / name if name else page
        assert target.startswith("https://") or linked.is_file(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(linked), f"{page.name}: {target}"


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_tests_that_are_named_exist() -> None:
    named = set(re.findall(r"`(test_\w+)`", text("docs/downloads.md")))
    there = {
        name
        for path in (REPOSITORY / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    assert len(named) > 70
    assert named - there == set()


def test_pictures_are_shown_and_small() -> None:
    shown = " ".join(page.read_text(encoding="utf-8") for page in WRITTEN)
    for picture in (DOCS / "images").iterdir():
        assert f"images/{picture.name})" in shown, f"{picture.name} is shown nowhere"
        limit = LARGEST_PICTURE if picture.name == "map.png" else LARGEST_SCREENSHOT
        assert picture.stat().st_size < limit, picture.name


@pytest.mark.slow
def test_examples_for_analysts_run(demo_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "demo").symlink_to(demo_out, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    examples = blocks(text("docs/analysts.md"), "python")
    assert len(examples) >= 5
    exec(compile("\n".join(examples), "docs/analysts.md", "exec"), {})  # noqa: S102 (our own page)
