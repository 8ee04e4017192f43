"""Does an answer have the structure that Allegro's document promises? Unknown extra fields are allowed, missing
required fields and wrong types are not.

An OpenAPI 3.0 schema becomes a JSON schema by spelling ``nullable`` out; formats that matter are checked too.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

STRUCTURE: dict[str, Any] = json.loads((Path(__file__).parent / "allegro-structure.json").read_text("utf-8"))
ENVELOPE = {"$ref": "#/components/schemas/ErrorsHolder"}
AUTH_ERROR = {"$ref": "#/components/schemas/AuthError"}
JSON_TYPES = re.compile(r"application/(vnd\.allegro\.(public|beta)\.v1\+)?json")

formats = FormatChecker(formats=["uuid"])


@formats.checks("date-time")
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", value) is not None


@dataclass(frozen=True)
class Answer:
    """What was asked and what came, of whatever client library."""

    method: str
    path: str
    status: int
    content_type: str
    body: bytes
    location: str | None = None


class DoesNotConform(AssertionError):
    """The answer differs from the document; the message says where."""


def check(answer: Answer) -> None:
    """Raises ``DoesNotConform``."""
    operation = find_operation(answer.method, answer.path)
    declared = operation["responses"].get(str(answer.status))
    if declared is None and answer.status < 400:
        raise DoesNotConform(f"{answer.method} {answer.path}: {answer.status} is not declared")
    content = (declared or {}).get("content") or {}
    if "*/*" in content:
        return
    schema = _schema(answer, content)
    if schema is None:
        if answer.body:
            raise DoesNotConform(f"{answer.method} {answer.path}: a body where none is declared")
        return
    problems = sorted(validator(schema).iter_errors(json.loads(answer.body)), key=lambda error: list(error.path))
    if problems:
        told = "; ".join(f"{error.json_path}: {error.message}" for error in problems[:5])
        raise DoesNotConform(f"{answer.method} {answer.path} {answer.status}: {told}")
    if "Location" in (declared or {}).get("headers", {}) and not answer.location:
        raise DoesNotConform(f"{answer.method} {answer.path}: no Location")


def find_operation(method: str, path: str) -> dict[str, Any]:
    """The operation of the document that serves the path; literal pieces win over parameters."""
    fitting = [
        (template.count("{"), operations)
        for template, operations in STRUCTURE["paths"].items()
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path) and method.lower() in operations
    ]
    if not fitting:
        raise DoesNotConform(f"the document knows no {method} {path}")
    operation: dict[str, Any] = min(fitting, key=lambda pair: pair[0])[1][method.lower()]
    return operation


def validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    """A validator in which references into the document work."""
    return Draft202012Validator({**schema, "components": _COMPONENTS}, format_checker=formats)


def spell_out(node: Any) -> Any:
    """The schema with ``nullable`` as a JSON schema says it, everywhere below too."""
    if isinstance(node, list):
        return [spell_out(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {key: spell_out(value) for key, value in node.items() if key != "nullable"}
    if node.get("nullable") is not True:
        return plain
    return {"anyOf": [{"type": "null"}, plain]}


def _schema(answer: Answer, content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the body must be. Refusals that the document does not list have the standard envelope."""
    bare = answer.content_type.split(";")[0].strip()
    if content:
        if answer.content_type not in content:
            raise DoesNotConform(f"{answer.method} {answer.path}: {answer.content_type} is not declared")
        return spell_out(content[answer.content_type]["schema"])
    if answer.status >= 400:
        if not JSON_TYPES.fullmatch(bare):
            raise DoesNotConform(f"{answer.method} {answer.path}: a refusal as {answer.content_type}")
        return AUTH_ERROR if answer.status == 401 else ENVELOPE
    return None


_COMPONENTS = {
    "schemas": {name: spell_out(schema) for name, schema in STRUCTURE["components"]["schemas"].items()},
}
