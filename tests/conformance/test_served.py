"""Every operation of the extract is served, and nothing of it falls through to "not found"."""

import re

import pytest
from django.urls import resolve

from tests.conformance.checker import STRUCTURE
from zgoda.centre.api.framework import Endpoint, unknown
from zgoda.wire.scopes import Scope

OPERATIONS = [(method.upper(), path) for path, found in STRUCTURE["paths"].items() for method in found]


def endpoint_of(method: str, path: str) -> Endpoint:
    view = resolve(re.sub(r"\{[^}]+\}", "x", path), urlconf="zgoda.centre.urls").func
    assert view is not unknown, f"{path} is not served"
    found: dict[str, Endpoint] = view.endpoints  # type: ignore[attr-defined]
    return found[method]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_the_operation_is_served_under_its_scope_and_in_its_versions(method: str, path: str) -> None:
    declared = STRUCTURE["paths"][path][method.lower()]
    endpoint = endpoint_of(method, path)
    demanded = {scope for entry in declared["security"] for scopes in entry.values() for scope in scopes}
    assert demanded == ({endpoint.scope} if endpoint.scope else set())
    assert demanded <= set(Scope)
    assert endpoint.application == any("bearer-token-for-application" in entry for entry in declared["security"])
    content = next(body.get("content", {}) for status, body in declared["responses"].items() if status.startswith("2"))
    assert set(content) - {"*/*"} <= set(endpoint.versions)
