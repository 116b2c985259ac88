"""The faults that are put in: each a small change of one place of the syntax tree, as a slip of the hand would make."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
LINKS = {"where", "having", "order_by", "limit", "distinct", "desc"}
"""What a query can lose and still run: a condition, an order, a bound."""

KEPT_DECORATORS = {
    # Without these nothing imports, or the first call fails; a cache only saves time; that a dataclass is frozen is
    # the type checker's to prove. Their arguments are left as they are too.
    *("property", "staticmethod", "classmethod", "dataclass", "contextmanager", "overload", "wraps"),
    *("cache", "lru_cache", "total_ordering"),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: where it goes in the tree, and what people read of it."""

    path: str
    function: str
    line: int
    last_line: int
    old: str
    new: str
    place: tuple[int, int]
    in_function: bool

    @property
    def name(self) -> str:
        """The same whatever lines come before it."""
        return f"`{self.path}` `{self.function}`: `{self.old}` → `{self.new}`"


def find_mutants(path: str, source: str) -> list[Mutant]:
    """Every fault of a module, from its first line to its last."""
    tree = ast.parse(source)
    numbers = {id(node): number for number, node in enumerate(ast.walk(tree))}
    return sorted(_mutants_below(tree, path, (), numbers), key=lambda each: (each.line, each.place))


def mutated(source: str, place: tuple[int, int], path: Path) -> ast.Module:
    """The module's tree with that fault."""
    tree = ast.parse(source, str(path))
    node = list(ast.walk(tree))[place[0]]
    changed = ast.copy_location(list(_faults(node))[place[1]], node)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, changed)
            elif isinstance(value, list) and any(each is node for each in value):
                kept = [changed if each is node else each for each in value]
                setattr(parent, name, [each for each in kept if not isinstance(each, _Removed)])
    return ast.fix_missing_locations(tree)


def _mutants_below(
    node: ast.AST, path: str, scope: tuple[str, ...], numbers: dict[int, int], lines: tuple[int, int] = (1, 1)
) -> Iterator[Mutant]:
    """`scope` names what is around, with "()" inside a function; `lines` are those of the nearest node that has any."""
    for child in _looked_at(node):
        inside = isinstance(node, ast.FunctionDef) and child in node.body
        where = (*scope, node.name) if isinstance(node, ast.FunctionDef | ast.ClassDef) else scope
        within = (*where, "()") if inside or "()" in scope else where
        function = ".".join(each for each in within if each != "()") or "module"
        here = getattr(child, "lineno", lines[0]), getattr(child, "end_lineno", lines[1])
        for number, fault in enumerate(_faults(child)):
            shown, place = (_shown(child), _shown(fault)), (numbers[id(child)], number)
            yield Mutant(path, function, *here, *shown, place, in_function="()" in within)
        yield from _mutants_below(child, path, within, numbers, here)


def _looked_at(node: ast.AST) -> Iterator[ast.AST]:
    """What is below a node, but what only types and readers look at."""
    if isinstance(node, ast.Assert) or (isinstance(node, ast.If) and _shown(node.test) == "TYPE_CHECKING"):
        return
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "type_params", "bases"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            kept = name == "decorator_list" and _decorates(child) in KEPT_DECORATORS
            if isinstance(child, ast.AST) and not isinstance(child, ast.Import | ast.ImportFrom) and not kept:
                yield child


def _decorates(decorator: ast.expr) -> str:
    """The last word of a decorator's name."""
    return _shown(decorator.func if isinstance(decorator, ast.Call) else decorator).rpartition(".")[2]


class _Removed(ast.Name):
    """A decorator that is gone."""


def _faults(node: ast.AST) -> Iterator[ast.AST]:
    for kind, make in _MAKERS:
        if isinstance(node, kind):
            yield from make(node)


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for place, op in enumerate(node.ops):
        ops: Sequence[ast.cmpop] = [*node.ops[:place], COMPARED[type(op)](), *node.ops[place + 1 :]]
        yield ast.Compare(node.left, list(ops), node.comparators)


def _and_or(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _without_not(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not | ast.Invert):
        yield node.operand


def _compute(node: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    other = COMPUTED.get(type(node.op))
    if isinstance(node, ast.AugAssign):
        yield ast.Pass()
        if other:
            yield ast.AugAssign(node.target, other(), node.value)
    elif other:
        yield ast.BinOp(node.left, other(), node.right)


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)


def _condition(node: ast.If | ast.IfExp | ast.While | ast.comprehension) -> Iterator[ast.AST]:
    """The other way round, unless another fault of the condition itself says the same."""
    if isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            kept = [each for number, each in enumerate(node.ifs) if number != place]
            yield ast.comprehension(node.target, node.iter, kept, node.is_async)
    elif not (isinstance(node.test, ast.UnaryOp) or _turned_by_itself(node.test)):
        turned = ast.UnaryOp(ast.Not(), node.test)
        if isinstance(node, ast.IfExp):
            yield ast.IfExp(turned, node.body, node.orelse)
        else:
            yield type(node)(turned, node.body, node.orelse)


def _turned_by_itself(test: ast.expr) -> bool:
    order = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
    return isinstance(test, ast.Compare) and len(test.ops) == 1 and not isinstance(test.ops[0], order)


def _give_back(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield ast.Return(ast.Constant(None))


def _statement(node: ast.stmt) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.Yield):
        return
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
        return  # the name's next reader would fail
    yield ast.Pass()


def _query(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Attribute) and node.func.attr in LINKS:
        yield node.func.value
        if len(node.args) > 1:
            for place in range(len(node.args)):
                yield ast.Call(node.func, [*node.args[:place], *node.args[place + 1 :]], node.keywords)


def _decorated(node: ast.FunctionDef | ast.ClassDef) -> Iterator[ast.AST]:
    for place, decorator in enumerate(node.decorator_list):
        if _decorates(decorator) not in KEPT_DECORATORS:
            fields = dict(ast.iter_fields(node))
            left = [each for number, each in enumerate(node.decorator_list) if number != place]
            yield type(node)(**fields | {"decorator_list": left})


_MAKERS: list[tuple[type | tuple[type, ...], Callable[..., Iterator[ast.AST]]]] = [
    (ast.Compare, _compare),
    (ast.BoolOp, _and_or),
    (ast.UnaryOp, _without_not),
    ((ast.BinOp, ast.AugAssign), _compute),
    (ast.Constant, _constant),
    ((ast.If, ast.IfExp, ast.While, ast.comprehension), _condition),
    (ast.Return, _give_back),
    ((ast.Expr, ast.Raise, ast.Continue, ast.Break, ast.Delete, ast.Assign), _statement),
    (ast.Call, _query),
    ((ast.FunctionDef, ast.ClassDef), _decorated),
]


def _shown(node: ast.AST) -> str:
    """A fault as people read it, on one line: of a long statement its beginning."""
    if isinstance(node, ast.If | ast.While):
        text = f"{type(node).__name__.lower()} {ast.unparse(node.test)}"
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        text = " ".join([*("@" + ast.unparse(each) for each in node.decorator_list), node.name])
    else:
        text = ast.unparse(node).strip()
    text = " ".join(text.split()).replace("`", "'")
    return text if len(text) <= 90 else text[:89] + "…"
