"""FIQL, the query language of TOPdesk's list endpoints.

>>> matches = compile_query("closed==false;(priority.name==P1,priority.name==P2)", schema)
>>> [row for row in rows if matches(row)]

`;` is AND and binds tighter than `,` (OR); brackets group. Comparisons: == != =gt= =ge= =lt= =le= =sw= =in= =out=,
`null` stands for empty, `*` in an unquoted or quoted text is a wildcard. A `Schema` says which selectors exist, of
what kind each is and how to read it from a row. Anything wrong raises `FiqlError` with a sentence for the client.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Predicate = Callable[[Any], bool]


class FiqlError(ValueError):
    """The query cannot be understood; the text is meant for the client."""


@dataclass(frozen=True)
class Selector:
    """One searchable field: kind is text, memo, number, date or boolean; `read` gets its value from a row."""

    kind: str
    read: Callable[[Any], Any]


Schema = Mapping[str, Selector]


@dataclass(frozen=True)
class Comparison:
    """selector operator values; `null` among the values is None."""

    selector: str
    operator: str
    values: tuple[str | None, ...]


@dataclass(frozen=True)
class Junction:
    """All (`every` true) or any of the parts."""

    every: bool
    parts: tuple[Node, ...]


Node = Comparison | Junction

_TOKEN = re.compile(
    r"""\s*(?:(?P<operator>==|!=|=[A-Za-z]+=)|(?P<mark>[();,])|(?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""|(?P<word>[^\s'"();,=!~<>]+))"""
)
_ORDER = {"=gt=": operator.gt, "=ge=": operator.ge, "=lt=": operator.lt, "=le=": operator.le}
_KNOWN = {"==", "!=", "=sw=", "=in=", "=out=", *_ORDER}


def parse(text: str) -> Node:
    """The tree of a query; FiqlError when it is not FIQL."""
    return _Parser(_tokens(text)).whole()


def compile_query(text: str, schema: Schema) -> Predicate:
    """A function that tells whether a row matches `text`."""
    return compile_node(parse(text), schema)


def compile_node(node: Node, schema: Schema) -> Predicate:
    """A function that tells whether a row matches the tree."""
    if isinstance(node, Comparison):
        return _comparison(node, schema)
    parts = [compile_node(part, schema) for part in node.parts]
    if node.every:
        return lambda row: all(part(row) for part in parts)
    return lambda row: any(part(row) for part in parts)


def conjuncts(node: Node) -> Iterable[Comparison]:
    """The comparisons that every match must satisfy: what an index may use."""
    if isinstance(node, Comparison):
        yield node
    elif node.every:
        for part in node.parts:
            yield from conjuncts(part)


def instant(text: str) -> datetime:
    """An ISO 8601 date and time as UTC; FiqlError without a time (TOPdesk refuses a bare date)."""
    if "T" not in text:
        raise FiqlError(f"The value '{text}' is not a valid date")
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise FiqlError(f"The value '{text}' is not a valid date") from error


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FiqlError(f"The query cannot be parsed at position {at + 1}")
        kind = match.lastgroup or ""
        found.append((kind, match.group(kind)))
        at = match.end()
    return found


class _Parser:
    """Recursive descent over the tokens: any of all of (comparison or bracket)."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at = tokens, 0

    def whole(self) -> Node:
        node = self._any()
        if self._at < len(self._tokens):
            raise FiqlError(f"Unexpected '{self._tokens[self._at][1]}' in the query")
        return node

    def _any(self) -> Node:
        return self._joined(",", False, lambda: self._joined(";", True, self._one))

    def _joined(self, mark: str, every: bool, part: Callable[[], Node]) -> Node:
        parts = [part()]
        while self._peek() == ("mark", mark):
            self._at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else Junction(every, tuple(parts))

    def _one(self) -> Node:
        if self._peek() == ("mark", "("):
            self._at += 1
            node = self._any()
            self._close()
            return node
        kind, selector = self._next()
        if kind != "word":
            raise FiqlError(f"A field name is expected instead of '{selector}'")
        kind, symbol = self._next()
        if kind != "operator":
            raise FiqlError(f"An operator is expected after '{selector}'")
        if symbol not in _KNOWN:
            raise FiqlError(f"Unknown operator: {symbol}")
        return Comparison(selector, symbol, self._values())

    def _values(self) -> tuple[str | None, ...]:
        if self._peek() != ("mark", "("):
            return (self._value(),)
        self._at += 1
        values = [self._value()]
        while self._peek() == ("mark", ","):
            self._at += 1
            values.append(self._value())
        self._close()
        return tuple(values)

    def _value(self) -> str | None:
        kind, text = self._next()
        if kind == "quoted":
            return re.sub(r"\\(.)", r"\1", text[1:-1])
        if kind != "word":
            raise FiqlError(f"A value is expected instead of '{text}'")
        return None if text == "null" else text

    def _close(self) -> None:
        if self._next() != ("mark", ")"):
            raise FiqlError("A closing bracket is missing")

    def _peek(self) -> tuple[str, str] | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        if token is None:
            raise FiqlError("The query ends too early")
        self._at += 1
        return token


def _comparison(node: Comparison, schema: Schema) -> Predicate:
    selector = schema.get(node.selector)
    if selector is None:
        raise FiqlError(f"'{node.selector}' is not a valid FIQL selector")
    read, kind, symbol = selector.read, selector.kind, node.operator
    if None in node.values and symbol in {"==", "!="}:
        empty: Predicate = lambda row: read(row) in (None, "")  # noqa: E731 - a predicate, as the others below
        return empty if symbol == "==" else lambda row: not empty(row)
    if symbol == "=sw=":
        return _starts_with(kind, read, _single(node))
    if symbol in _ORDER:
        if kind not in {"number", "date"}:
            raise FiqlError(f"The operator {symbol} cannot be used with the field '{node.selector}'")
        limit, compare = _typed(kind, _single(node)), _ORDER[symbol]
        return lambda row: (value := read(row)) is not None and compare(value, limit)
    if kind == "memo":
        raise FiqlError(f"The operator {symbol} cannot be used with the field '{node.selector}'")
    same = [_equal(kind, read, value) for value in node.values if value is not None]
    if symbol in {"==", "=in="}:
        return same[0] if len(same) == 1 else lambda row: any(test(row) for test in same)
    return lambda row: not any(test(row) for test in same)


def _single(node: Comparison) -> str:
    if len(node.values) != 1 or node.values[0] is None:
        raise FiqlError(f"The operator {node.operator} takes one value")
    return node.values[0]


def _equal(kind: str, read: Callable[[Any], Any], text: str) -> Predicate:
    if kind != "text":
        wanted = _typed(kind, text)
        return lambda row: read(row) == wanted
    folded = text.casefold()
    if "*" not in folded:
        return lambda row: (value := read(row)) is not None and value.casefold() == folded
    pattern = re.compile(".*".join(map(re.escape, folded.split("*"))), re.DOTALL)
    return lambda row: (value := read(row)) is not None and pattern.fullmatch(value.casefold()) is not None


def _starts_with(kind: str, read: Callable[[Any], Any], text: str) -> Predicate:
    if kind not in {"text", "memo"}:
        raise FiqlError("The operator =sw= can only be used with text fields")
    folded = text.casefold()
    return lambda row: (value := read(row)) is not None and value.casefold().startswith(folded)


def _typed(kind: str, text: str) -> Any:
    if kind == "date":
        return instant(text)
    if kind == "boolean":
        if text.lower() not in {"true", "false"}:
            raise FiqlError(f"The value '{text}' is not a valid boolean")
        return text.lower() == "true"
    if kind == "number":
        try:
            return float(text)
        except ValueError as error:
            raise FiqlError(f"The value '{text}' is not a valid number") from error
    return text
