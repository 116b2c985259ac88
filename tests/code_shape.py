"""Measures of the code itself, read from its syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
OURS = ("app.py", "models", "views", "tests")
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Function:
    """One function: where it stands, how many lines it takes, and its tree."""

    where: str
    lines: int
    tree: Definition


@cache
def kept_files(*suffixes: str) -> list[Path]:
    """The project's files as git knows them, or as they will be: neither ignored nor deleted."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = (PROJECT / name for name in listed if name)
    return sorted(path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes))


def name_of(path: Path) -> str:
    """A file's path from the project."""
    return path.relative_to(PROJECT).as_posix()


def python_files(*, tests: bool = True) -> list[Path]:
    """Our own Python files."""
    roots = OURS if tests else OURS[:-1]
    return [path for path in kept_files(".py") if name_of(path).split("/")[0] in roots]


def code_lines(path: Path) -> int:
    """How many lines hold code: neither blank nor, in Python, a comment or a docstring."""
    lines = path.read_text(encoding="utf-8").splitlines()
    written = {number for number, line in enumerate(lines, 1) if line.strip()}
    if path.suffix == ".py":
        written -= {number for number in written if lines[number - 1].lstrip().startswith("#")}
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                written -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(written)


@cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file, nested ones included."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Definition) and node.end_lineno:
            yield Function(f"{name_of(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1, node)


def public_definitions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]]:
    """The functions, classes and methods that other modules may use."""
    for node in tree_of(path).body:
        if not isinstance(node, Definition | ast.ClassDef) or node.name.startswith("_"):
            continue
        yield f"{name_of(path)}:{node.lineno} {node.name}", node
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, Definition) and not method.name.startswith("_"):
                    yield f"{name_of(path)}:{method.lineno} {node.name}.{method.name}", method


def names_bound(path: Path) -> Iterator[tuple[str, int]]:
    """Every name that a file gives: to variables, arguments, functions, classes."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, Definition | ast.ClassDef):
            yield node.name, node.lineno


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
