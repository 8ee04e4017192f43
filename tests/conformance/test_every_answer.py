"""Every operation of the document with each answer it can give; each is checked against the document's structure."""

import pytest
from django.http import HttpResponse

from tests.centre import stage
from tests.centre.api.conftest import BETA, ZGODA, Program, token_for
from tests.conformance import examples
from tests.conformance.checker import STRUCTURE
from tests.conformance.examples import ANSWERS, NEVER, World, plain
from zgoda.centre.api import framework
from zgoda.centre.api.limiter import per_minute

pytestmark = pytest.mark.usefixtures("_standing")
OPERATIONS = [(method.upper(), path) for path, found in STRUCTURE["paths"].items() for method in found]
DECLARED = [
    (method, path, int(status))
    for method, path in OPERATIONS
    for status in STRUCTURE["paths"][path][method.lower()]["responses"]
]
EXAMPLES = [(method, path, status) for (method, path), found in ANSWERS.items() for status in found]
EVERYWHERE = {401, 403, 406}
"""Answers that every operation has and the tests at the end ask for."""

SCOPED = [
    (method, path)
    for method, path in OPERATIONS
    if any(scopes for entry in STRUCTURE["paths"][path][method.lower()]["security"] for scopes in entry.values())
]


@pytest.fixture
def world() -> World:
    return examples.world()


@pytest.mark.parametrize(("method", "path", "status"), DECLARED)
def test_every_declared_answer_has_an_example_or_a_reason(method: str, path: str, status: int) -> None:
    has_example = status in ANSWERS[method, path] or status in EVERYWHERE
    assert has_example != ((method, path, status) in NEVER)


def test_no_example_is_of_something_that_is_not_served() -> None:
    assert set(ANSWERS) == set(OPERATIONS)
    assert set(NEVER) <= set(DECLARED)


@pytest.mark.parametrize(("method", "path", "status"), EXAMPLES)
def test_the_answer_has_the_documents_structure(world: World, method: str, path: str, status: int) -> None:
    assert told(ANSWERS[method, path][status](world)) == status


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("token", [None, "dead"])
def test_without_a_living_token_it_is_401(world: World, method: str, path: str, token: str | None) -> None:
    assert told(plain(world, method, path, Program(token))) == 401


@pytest.mark.parametrize(("method", "path"), SCOPED)
def test_without_the_scope_it_is_403(world: World, method: str, path: str) -> None:
    narrow = Program(token_for(stage.account("seller", stage.Role.SELLER), examples.NONE))
    assert told(plain(world, method, path, narrow)) == 403


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_another_version_is_406(world: World, method: str, path: str) -> None:
    accept = BETA if path == examples.FILE and method == "GET" else ZGODA
    assert told(plain(world, method, path, world.program, accept)) == 406


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_another_method_is_405(world: World, method: str, path: str) -> None:
    response = plain(world, "DELETE", path, world.program)
    assert told(response) == 405
    assert method in response["Allow"]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_over_the_allowance_it_is_429(world: World, method: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framework, "limiter", per_minute(0, lambda: 0.0))
    response = plain(world, method, path, world.program)
    assert (told(response), response["Retry-After"]) == (429, "60")


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_failure_inside_is_500_in_the_envelope(
    world: World, method: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_request: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(framework, "authenticate", broken)
    assert told(plain(world, method, path, world.program)) == 500


@pytest.mark.parametrize(("method", "path"), [pair for pair in OPERATIONS if pair[0] != "GET"])
def test_a_body_of_another_type_is_415(world: World, method: str, path: str) -> None:
    address = path.replace("{issueId}", str(world.case.id)).replace("{id}", world.order)
    address = address.replace("{orderId}", world.order)
    response = world.program.ask(method, address, examples.version_of(path), b"{}", "text/plain")
    assert told(response) == 415


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_head_and_options_tell_about_it_too(world: World, method: str, path: str) -> None:
    options = plain(world, "OPTIONS", path, Program(None))
    assert (told(options), options.content) == (204, b"")
    assert method in options["Allow"].split(", ")
    if method == "GET":
        shown, bare = (plain(world, verb, path, world.program) for verb in ("GET", "HEAD"))
        assert shown.status_code == bare.status_code
        assert bare["Content-Type"] == shown["Content-Type"]


def told(response: HttpResponse) -> int:
    """The status of an answer, which always says its trace id."""
    assert response["trace-id"]
    return response.status_code
