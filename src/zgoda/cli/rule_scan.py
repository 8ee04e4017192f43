"""Where the numbered rules live and which tests hold them, read from the source without importing it.

A home is a module, class, function or documented name whose docstring names the id (``S0-04``, or a range as in
``S0-29…S0-36``), or a template with the id in a comment ``{# S0-08 #}``. A test is a function marked ``rule("S0-04")``.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_ID = re.compile(r"\b(S\d|B1|K)-(\d\d)(b?)\b(?:\s*(?:…|\.\.\.?|–|to)\s*(?:\1-)?(\d\d)\b)?")
_TEMPLATE_COMMENT = re.compile(r"\{#(.*?)#\}", re.DOTALL)
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_FUNCTION, _NAME, _MODULE, _OUTSIDE = range(4)  # which of several mentions is the home: inside the domain first


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names a rule; of several the lowest ``rank`` is the home, then the first in the file."""

    rule: str
    place: str
    rank: int


def homes(package: Path) -> Mapping[str, str]:
    """Rule id to its home: ``module:qualname``, or a template's path. Functions of the domain come before all else."""
    found: dict[str, Mention] = {}
    for mention in (*_python_homes(package), *_template_homes(package)):
        known = found.get(mention.rule)
        if known is None or mention.rank < known.rank:
            found[mention.rule] = mention
    return {rule: mention.place for rule, mention in found.items()}


def tests(folder: Path) -> Mapping[str, list[str]]:
    """Rule id to the tests that carry it, as ``tests/domain/test_x.py::test_name``."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(folder.parent).as_posix()
        for rule, test in _marked(ast.parse(path.read_text(encoding="utf-8")), name):
            if test not in found[rule]:
                found[rule].append(test)
    return found


def ids_in(text: str) -> Iterator[str]:
    """Rule ids named in a text; a range names all of its ids."""
    for capability, first, beside, last in _ID.findall(text):
        for number in range(int(first), int(last or first) + 1):
            yield f"{capability}-{number:02}{beside}"


def _python_homes(package: Path) -> Iterator[Mention]:
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        if parts[1] == "cli" or "migrations" in parts:
            continue  # a command shows rules and keeps none
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        far = 0 if parts[1] == "domain" else _OUTSIDE
        for node, qualname, doc in _docstrings(ast.parse(path.read_text(encoding="utf-8")), ""):
            near = _FUNCTION if isinstance(node, _FUNCTIONS) else _NAME if qualname else _MODULE
            for rule in ids_in(doc):
                yield Mention(rule, f"{module}:{qualname}" if qualname else module, far + near)


def _template_homes(package: Path) -> Iterator[Mention]:
    for path in sorted(package.rglob("templates/**/*")):
        if path.is_file():
            comments = " ".join(_TEMPLATE_COMMENT.findall(path.read_text(encoding="utf-8")))
            for rule in ids_in(comments):
                yield Mention(rule, path.relative_to(package.parent).as_posix(), _OUTSIDE + _NAME)


def _docstrings(node: ast.AST, prefix: str) -> Iterator[tuple[ast.AST, str, str]]:
    """Qualified names with their docstrings, in the order of the file; a string below an assignment documents it."""
    if isinstance(node, _DOCUMENTED):
        yield node, prefix, ast.get_docstring(node, clean=False) or ""
    for child, following in pairwise((*ast.iter_child_nodes(node), None)):
        if isinstance(child, (ast.ClassDef, *_FUNCTIONS)):
            yield from _docstrings(child, f"{prefix}.{child.name}".lstrip("."))
        elif isinstance(child, ast.Assign | ast.AnnAssign):
            yield child, f"{prefix}.{_target(child)}".lstrip("."), _text(following)


def _target(assignment: ast.Assign | ast.AnnAssign) -> str:
    target = assignment.targets[0] if isinstance(assignment, ast.Assign) else assignment.target
    return ast.unparse(target)


def _text(node: ast.AST | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value
    return ""


def _marked(module: ast.Module, name: str) -> Iterator[tuple[str, str]]:
    """Rules with their tests: marks of the module and of classes hold for every test inside them."""
    named = _rules_by_name(module)
    everywhere = tuple(named.get("pytestmark", ()))
    yield from _tests_inside(module.body, name, everywhere, named)


def _tests_inside(
    body: Iterable[ast.stmt], place: str, inherited: tuple[str, ...], named: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    for node in body:
        if not isinstance(node, (ast.ClassDef, *_FUNCTIONS)):
            continue
        rules = (*inherited, *(rule for mark in node.decorator_list for rule in _rules(mark, named)))
        here = f"{place}::{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _tests_inside(node.body, here, rules, named)
        elif node.name.startswith("test"):
            yield from ((rule, here) for rule in rules)


def _rules_by_name(module: ast.Module) -> Mapping[str, tuple[str, ...]]:
    """Module-level names with the rules marked in their values, as in ``ROWS = [param(…, marks=rule("S0-11"))]``."""
    return {
        _target(node): tuple(_rules(node.value, {}))
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
    }


def _rules(expression: ast.AST, named: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Name):
            yield from named.get(node.id, ())
        elif isinstance(node, ast.Call) and _called(node.func) == "rule":
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield from ids_in(argument.value)


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
