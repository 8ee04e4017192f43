"""Requests that nobody means: values drawn from a schema, and in places anything at all."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

Json = dict[str, Any]

_LETTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.one_of(
    st.text(_LETTERS, max_size=40),
    st.sampled_from(
        ["", " ", "\x00", "a\x00b", "../..", "%00", "'; --", "\u202e", "\U0001f600" * 30, "9" * 400, "null"]
    ),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
NO_JSON = st.sampled_from([b"", b"{", b"\xff\xfe\x00", b'{"text": "\\ud800"}', b"[" * 20_000, b'{"size": 1e999}'])
RAW_PIECES = st.sampled_from(["%ff%fe", "%00", "%2F", "%2e%2e", "a" * 3000, "-", "%0d%0a"])


def pieces(real: str) -> st.SearchStrategy[str]:
    """What can stand in the place of an id in an address, quoted."""
    return st.one_of(st.just(real), st.uuids().map(str), TEXTS.filter(bool).map(_quoted), RAW_PIECES)


def values(schema: Mapping[str, Any], root: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Mostly what the schema allows, sometimes anything; ``root`` is what its references point into."""
    return st.one_of(_allowed(schema, root), _allowed(schema, root), ANYTHING)


def bodies(schema: Mapping[str, Any], root: Mapping[str, Any]) -> st.SearchStrategy[bytes]:
    """A body of JSON, and now and then of none."""
    return st.one_of(values(schema, root).map(lambda value: json.dumps(value).encode()), NO_JSON)


def queries(parameters: list[Json], root: Mapping[str, Any]) -> st.SearchStrategy[str]:
    """Some of the operation's parameters, each once or several times."""
    named = [each for each in parameters if each["in"] == "query"]
    pairs = [st.tuples(st.just(each["name"]), values(each["schema"], root)) for each in named]
    if not pairs:
        return st.just("")
    return st.lists(st.one_of(pairs), max_size=4).map(_query)


def _query(pairs: list[tuple[str, Any]]) -> str:
    return "&".join(f"{name}={_quoted(one)}" for name, told in pairs for one in _several(told))


def _several(told: Any) -> list[str]:
    found = told if isinstance(told, list) else [told]
    return [one if isinstance(one, str) else json.dumps(one) for one in found]


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _allowed(schema: Mapping[str, Any], root: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _allowed(_found(schema["$ref"], root), root)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([_allowed(each, root) for each in schema["anyOf"]])
    return _OF_TYPE[schema.get("type", "object")](schema, root)


def _found(reference: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    node: Any = root
    for key in reference.removeprefix("#/").split("/"):
        node = node[key]
    return dict(node)


def _objects(schema: Mapping[str, Any], root: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    parts = {name: values(inner, root) for name, inner in schema.get("properties", {}).items()}
    required = {name: part for name, part in parts.items() if name in schema.get("required", ())}
    optional = {name: part for name, part in parts.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


def _strings(schema: Mapping[str, Any], _root: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    known = {
        "uuid": st.uuids().map(str),
        "date-time": st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    }
    return known.get(schema.get("format", ""), TEXTS)


_OF_TYPE = {
    "object": _objects,
    "string": _strings,
    "array": lambda schema, root: st.lists(values(schema["items"], root), max_size=3),
    "integer": lambda schema, _root: st.integers(schema.get("minimum", -5), schema.get("maximum", 2**33)),
    "number": lambda _schema, _root: st.floats(allow_nan=False, allow_infinity=False),
    "boolean": lambda _schema, _root: st.booleans(),
    "null": lambda _schema, _root: st.none(),
}
