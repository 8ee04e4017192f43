"""Cut the structure of the addresses we serve out of Allegro's OpenAPI document, without its prose and examples.

    python scripts/extract_openapi.py swagger.yaml tests/conformance/allegro-structure.json

Kept: paths, parameters, fields, types, enums, formats, required, nullable, media types. The known defects of the
document are mended here, one function per correction, so that nobody has to mend them by hand again.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml
from messaging_beta import add_beta_shapes

SERVED = {
    "/me": ["get"],
    "/order/checkout-forms": ["get"],
    "/order/checkout-forms/{id}": ["get"],
    "/order/checkout-forms/{id}/invoices": ["get", "post"],
    "/order/checkout-forms/{id}/invoices/{invoiceId}/file": ["put"],
    "/order/checkout-forms/{id}/shipments": ["get", "post"],
    "/order/{orderId}/billing-documents/links": ["post"],
    "/order/events": ["get"],
    "/order/customer-returns": ["get"],
    "/order/customer-returns/{customerReturnId}": ["get"],
    "/order/customer-returns/{customerReturnId}/rejection": ["post"],
    "/order/event-stats": ["get"],
    "/order/carriers": ["get"],
    "/order/carriers/{carrierId}/tracking": ["get"],
    "/messaging/message-attachments": ["post"],
    "/messaging/message-attachments/{attachmentId}": ["get", "put"],
    "/messaging/messages": ["post"],
    "/messaging/messages/{messageId}": ["get"],
    "/messaging/threads": ["get"],
    "/messaging/threads/{threadId}": ["get"],
    "/messaging/threads/{threadId}/messages": ["get", "post"],
    "/messaging/threads/{threadId}/read": ["put"],
    "/sale/quality": ["get"],
    "/sale/issues": ["get"],
    "/sale/issues/{issueId}": ["get"],
    "/sale/issues/{issueId}/chat": ["get"],
    "/sale/issues/{issueId}/message": ["post"],
    "/sale/issues/{issueId}/status": ["post"],
    "/sale/user-ratings": ["get"],
    "/sale/user-ratings/{ratingId}": ["get"],
    "/sale/user-ratings/{ratingId}/answer": ["put"],
    "/sale/user-ratings/{ratingId}/removal": ["put"],
    "/users/{userId}/ratings-summary": ["get"],
    "/sale/issues/attachments": ["post"],
    "/sale/issues/attachments/{attachmentId}": ["get", "put"],
}
PROSE = {"description", "summary", "title", "example", "examples", "tags", "externalDocs", "deprecated"}
BY_NAME = {"properties", "schemas", "requestBodies", "securitySchemes", "paths", "responses", "content", "headers"}
"""Mappings whose keys are names, not keywords: a field called ``description`` must survive."""
BETA = "application/vnd.allegro.beta.v1+json"
PUBLIC = "application/vnd.allegro.public.v1+json"

Node = dict[str, object]


def extract(document: Node) -> Node:
    """The served paths and everything they refer to, corrected."""
    paths = {path: {method: _at(document, "paths", path, method) for method in SERVED[path]} for path in SERVED}
    schemes = _at(document, "components", "securitySchemes")
    kept: Node = {
        "openapi": "3.0.3",
        "info": {"title": "Allegro REST API, structure only", "version": "2026-07-18"},
        "paths": _bare(paths, named=True),
        "components": {"securitySchemes": _bare(schemes, named=True)},
    }
    _reach(kept, document)
    for correct in CORRECTIONS:
        correct(kept)
    return kept


def message_needs_only_its_type(kept: Node) -> None:
    """`required` names `attachment`, a field that does not exist; only `type` is required, of the others one."""
    _schema(kept, "MessageRequest")["required"] = ["type"]


def first_author_may_be_anybody(kept: Node) -> None:
    """The first message's author may also be the seller, the warehouse or the system's robot."""
    role = _at(_schema(kept, "PostPurchaseIssueAuthor"), "properties", "role")
    role["enum"] = ["BUYER", "SELLER", "ADMIN", "SYSTEM", "FULFILLMENT"]


def expectations_may_be_null(kept: Node) -> None:
    """Disputes answer `expectations: null`, not the empty list of the example."""
    _at(_schema(kept, "PostPurchaseIssue"), "properties", "expectations")["nullable"] = True


def errors_of_issues_have_the_envelope(kept: Node) -> None:
    """No body is declared for the refusals under `/sale/issues` and `/messaging`; they carry the standard envelope,
    401 its own, in each version that the address knows."""
    for path, operations in _nodes(_at(kept, "paths")):
        for _, operation in _nodes(operations):
            for status, response in _nodes(_at(operation, "responses")):
                if status.startswith(("4", "5")) and "content" not in response:
                    schema = {"$ref": f"#/components/schemas/{'AuthError' if status == '401' else 'ErrorsHolder'}"}
                    response["content"] = {version: {"schema": schema} for version in _versions(path)}


def reading_is_a_boolean(kept: Node) -> None:
    """`Thread.read` has the example `'false'`, a text; it is a boolean wherever it stands."""
    for name in ("Thread", "ThreadReadFlag"):
        _at(_schema(kept, name), "properties", "read")["type"] = "boolean"


def messaging_has_a_second_shape(kept: Node) -> None:
    """beta.v1 of `/messaging` came after this document; its structure is added as it was announced."""
    add_beta_shapes(kept)


def an_empty_list_counts_nothing(kept: Node) -> None:
    """The counts of the orders' list have a minimum of 1, which an empty list cannot keep."""
    for name in ("count", "totalCount"):
        _at(_schema(kept, "CheckoutForms"), "properties", name)["minimum"] = 0


def media_types_have_no_blanks(kept: Node) -> None:
    """One media type is written with a blank before `+json`."""
    for node in _walk(kept):
        content = node.get("content")
        if isinstance(content, dict):
            node["content"] = {kind.replace(" ", ""): value for kind, value in content.items()}


def languages_are_texts(kept: Node) -> None:
    """`BCP-47 language code` is no format that generators know; the enumeration says it all."""
    for node in _walk(kept):
        if node.get("format") == "BCP-47 language code":
            del node["format"]


def descriptions_are_empty(kept: Node) -> None:
    """OpenAPI demands a description of every response; without prose it is the empty text."""
    for _, operations in _nodes(_at(kept, "paths")):
        for _, operation in _nodes(operations):
            for _, response in _nodes(_at(operation, "responses")):
                response["description"] = ""


CORRECTIONS: list[Callable[[Node], None]] = [
    message_needs_only_its_type,
    first_author_may_be_anybody,
    expectations_may_be_null,
    reading_is_a_boolean,
    messaging_has_a_second_shape,
    errors_of_issues_have_the_envelope,
    an_empty_list_counts_nothing,
    media_types_have_no_blanks,
    languages_are_texts,
    descriptions_are_empty,
]


def _reach(kept: Node, document: Node) -> None:
    """Copy components until no reference points into nothing."""
    components = _at(kept, "components")
    for name in ("AuthError", "ErrorsHolder"):
        components.setdefault("schemas", {})[name] = _bare(_at(document, "components", "schemas", name))  # type: ignore[index]
    while missing := sorted(_missing(kept)):
        for kind, name in missing:
            target = _at(document, "components", kind, name)
            components.setdefault(kind, {})[name] = _bare(target)  # type: ignore[index]


def _missing(kept: Node) -> set[tuple[str, str]]:
    wanted = {tuple(str(node["$ref"]).split("/")[2:4]) for node in _walk(kept) if "$ref" in node}
    components = _at(kept, "components")
    return {(kind, name) for kind, name in wanted if name not in (components.get(kind) or {})}  # type: ignore[operator]


def _bare(node: object, named: bool = False) -> object:
    """Without prose. ``named``: the keys of this mapping are names."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        str(key): _bare(value, named=str(key) in BY_NAME and not named)
        for key, value in node.items()
        if named or not (key in PROSE or str(key).startswith("x-"))
    }
    if "type" in kept and isinstance(kept.get("required"), list) and not kept["required"]:
        del kept["required"]
    return kept


def _versions(path: str) -> list[str]:
    if path.startswith(("/messaging/", "/sale/user-ratings")):
        return [PUBLIC, BETA]
    return [BETA] if path.startswith("/sale/issues") else [PUBLIC]


def _schema(kept: Node, name: str) -> Node:
    return _at(kept, "components", "schemas", name)


def _at(node: Node, *keys: str) -> Node:
    for key in keys:
        node = node[key]  # type: ignore[assignment]
    return node


def _nodes(node: Node) -> Iterator[tuple[str, Node]]:
    for key, value in node.items():
        if isinstance(value, dict):
            yield key, value


def _walk(node: object) -> Iterator[Node]:
    if isinstance(node, dict):
        yield node
        for value in list(node.values()):
            yield from _walk(value)
    elif isinstance(node, list):
        for item in node:
            yield from _walk(item)


def main(source: str, target: str) -> None:
    document = yaml.load(Path(source).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    Path(target).write_text(json.dumps(extract(document), indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
