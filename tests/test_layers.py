"""The rules of the house that a machine can check: layers, names, sizes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

REPOSITORY = Path(__file__).resolve().parents[1]
LAYERS = ("geodata", "maps", "assets", "pipelines")
NOUNLESS = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
LONGEST_MODULE, LONGEST_FUNCTION = 320, 45
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    return sorted(path for layer in LAYERS for path in (REPOSITORY / layer).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def test_there_are_modules_to_look_at():
    assert {path.relative_to(REPOSITORY).parts[0] for path in modules()} == set(LAYERS)


def test_the_contracts_between_the_layers_hold(monkeypatch, capsys):
    monkeypatch.chdir(REPOSITORY)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    printed = capsys.readouterr().out
    assert status == 0, printed
    assert "3 kept, 0 broken" in printed


@pytest.mark.parametrize("path", modules(), ids=named)
def test_a_module_is_named_for_one_idea_and_short(path):
    assert not NOUNLESS & set(path.relative_to(REPOSITORY).with_suffix("").parts)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def body_lines(function: Function) -> int:
    """Return the lines of a function's body, its docstring left out."""
    has_docstring = ast.get_docstring(function) is not None and len(function.body) > 1
    body = function.body[1:] if has_docstring else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def functions(path: Path) -> Iterator[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", modules(), ids=named)
def test_functions_are_short(path):
    too_long = {function.name: n for function in functions(path) if (n := body_lines(function)) > LONGEST_FUNCTION}
    assert not too_long


def test_the_ruler_measures_bodies():
    source = 'def f(\n    x,\n):\n    """One.\n\n    Two.\n    """\n    y = x\n\n    return y\n'
    (function,) = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    assert body_lines(function) == 3


def test_no_package_under_tests_shadows_ours():
    assert not list((REPOSITORY / "tests").rglob("__init__.py"))


@pytest.mark.parametrize("layer", LAYERS)
def test_every_package_says_in_one_line_what_belongs_in_it(layer):
    folders = {path.parent for path in modules() if path.relative_to(REPOSITORY).parts[0] == layer}
    for folder in folders:
        docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
        assert docstring, named(folder)
