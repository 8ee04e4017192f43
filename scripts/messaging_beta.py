"""The structure of `/messaging` in beta.v1 ("Problems with purchases"), which is younger than the document we cut.

Announced on 29 July 2026, in the sandbox since 26 August, with the `type` filter since 15 September. Kept as the
announcements and the document of 1 September 2026 have it, with enumerations left open where they grew already.
"""

from typing import Any

Node = dict[str, Any]
BETA = "application/vnd.allegro.beta.v1+json"
PUBLIC = "application/vnd.allegro.public.v1+json"
TEXT: Node = {"type": "string"}
INSTANT: Node = {"type": "string", "format": "date-time"}


def add_beta_shapes(kept: Node) -> None:
    """Schemas, answers, bodies and parameters of beta.v1 beside those of public.v1."""
    kept["components"]["schemas"].update(_SCHEMAS)
    for (path, method), name in _ANSWERS.items():
        _success(kept["paths"][path][method])[BETA] = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    for (path, method), operation in _operations(kept):
        body = operation.get("requestBody", {}).get("content", {})
        if PUBLIC in body:
            body[BETA] = body[PUBLIC]
        answer = _success(operation)
        if (path, method) not in _ANSWERS and PUBLIC in answer:
            answer[BETA] = answer[PUBLIC]
    for path, parameters in _PARAMETERS.items():
        kept["paths"][path]["get"]["parameters"] += parameters


def _operations(kept: Node) -> list[tuple[tuple[str, str], Node]]:
    return [
        ((path, method), operation)
        for path, operations in kept["paths"].items()
        if path.startswith("/messaging/")
        for method, operation in operations.items()
    ]


def _success(operation: Node) -> Node:
    found: Node = next(one["content"] for status, one in operation["responses"].items() if status.startswith("2"))
    return found


def _object(required: dict[str, Node], **optional: Node) -> Node:
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def _list(item: Node) -> Node:
    return {"type": "array", "items": item}


def _nullable(node: Node) -> Node:
    return {**node, "nullable": True}


def _one_of(*values: str) -> Node:
    return {"type": "string", "enum": list(values)}


def _ref(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def _query(name: str, schema: Node) -> Node:
    return {"name": name, "in": "query", "required": False, "schema": schema}


_ID = _object({"id": TEXT})
_ROLE = _one_of("BUYER", "SELLER", "USER")
_AUTHOR = _one_of("BUYER", "SELLER", "USER", "CONSULTANT", "ALLEGRO", "SYSTEM", "CHATBOT")
_SCAN = _one_of("NEW", "SAFE", "UNSAFE", "EXPIRED")

_SCHEMAS: Node = {
    "ThreadVBeta1": _object(
        {
            "id": TEXT,
            "read": {"type": "boolean"},
            "type": _one_of("COMMON", "POST_PURCHASE_ISSUE"),
            "createdAt": INSTANT,
            "lastMessageDateTime": INSTANT,
            "participants": _list(_object({"role": _ROLE, "login": TEXT})),
            "status": _one_of("OPEN", "CLOSED"),
        },
        orders=_nullable(
            _list(_object({"id": TEXT, "offers": _list(_object({"id": TEXT, "quantity": {"type": "integer"}}))}))
        ),
        subType=_nullable(TEXT),
    ),
    "ThreadsListVBeta1": _object({"threads": _list(_ref("ThreadVBeta1")), "nextPage": _nullable(_ID)}),
    "ThreadReadFlagVBeta1": _object({"read": {"type": "boolean"}}),
    "MessageVBeta1": _object(
        {
            "id": TEXT,
            "status": _one_of("VERIFYING", "BLOCKED", "DELIVERED", "INTERACTING", "DISMISSED"),
            "type": _one_of("ASK_QUESTION", "MAIL", "MESSAGE_CENTER"),
            "createdAt": INSTANT,
            "author": _object({"role": _AUTHOR}, login=_nullable(TEXT)),
            "text": TEXT,
            "subject": _nullable(TEXT),
            "relatesTo": _object({"offer": _nullable(_ID), "order": _nullable(_ID)}),
            "hasAdditionalAttachments": {"type": "boolean"},
            "attachments": _list(_object({"id": TEXT, "fileName": TEXT, "status": _SCAN}, mimeType=TEXT, url=TEXT)),
            "additionalInformation": _nullable({"type": "object", "properties": {"vin": _nullable(TEXT)}}),
        }
    ),
    "MessagesListVBeta1": _object({"messages": _list(_ref("MessageVBeta1")), "nextPage": _nullable(_ID)}),
}

_ANSWERS = {
    ("/messaging/threads", "get"): "ThreadsListVBeta1",
    ("/messaging/threads/{threadId}", "get"): "ThreadVBeta1",
    ("/messaging/threads/{threadId}/read", "put"): "ThreadReadFlagVBeta1",
    ("/messaging/threads/{threadId}/messages", "get"): "MessagesListVBeta1",
    ("/messaging/threads/{threadId}/messages", "post"): "MessageVBeta1",
    ("/messaging/messages", "post"): "MessageVBeta1",
    ("/messaging/messages/{messageId}", "get"): "MessageVBeta1",
}

_PARAMETERS: dict[str, list[Node]] = {
    "/messaging/threads": [
        _query("page.id", TEXT),
        _query("read", {"type": "boolean"}),
        _query("status", _one_of("OPEN", "CLOSED")),
        _query("orderId", TEXT),
        _query("type", _one_of("COMMON", "POST_PURCHASE_ISSUE")),
    ],
    "/messaging/threads/{threadId}/messages": [_query("page.id", TEXT)],
}
