"""Whatever is sent, no address of the API fails inside, and each refusal keeps the document's structure."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.centre.api.conftest import ZGODA, Program
from tests.conformance import examples, wild
from tests.conformance.checker import STRUCTURE
from tests.conformance.examples import PNG, World, version_of
from zgoda.centre.api import framework, messaging, returns
from zgoda.centre.api.limiter import per_second
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.wire import limits, own, own_messages

pytestmark = pytest.mark.usefixtures("_standing")
OPERATIONS = [(method.upper(), path) for path, found in STRUCTURE["paths"].items() for method in found]
ADDITIONS: list[tuple[str, type]] = [
    ("offers", own.NewOffer),
    ("reports", own.NewReport),
    ("refund", own.NewRefund),
    ("handover", own.NewHandover),
    ("carried-out", own.NewCarriedOut),
]
few = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(framework, "slow_lanes", per_second(10**9, lambda: 0.0))
    monkeypatch.setattr(messaging, "sends", per_second(10**9, lambda: 0.0))
    monkeypatch.setattr(returns, "lists", per_second(10**9, lambda: 0.0))
    return examples.world()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@few
@given(data=st.data())
def test_no_request_makes_an_operation_fail(world: World, method: str, path: str, data: st.DataObject) -> None:
    operation = STRUCTURE["paths"][path][method.lower()]
    real = {
        "{issueId}": str(world.case.id),
        "{id}": world.order,
        "{orderId}": world.order,
        "{invoiceId}": str(uuid4()),
        "{carrierId}": "DPD",
        "{attachmentId}": str(uuid4()),
        "{threadId}": world.thread_id,
        "{messageId}": str(uuid4()),
        "{customerReturnId}": str(uuid4()),
    }
    address = path
    for name, value in real.items():
        if name in address:
            address = address.replace(name, data.draw(wild.pieces(value)))
    query = data.draw(wild.queries(operation.get("parameters", []), STRUCTURE))
    body, kind = _body(operation, method, path, data)
    response = world.program.ask(method, f"{address}?{query}", version_of(path), body, kind)
    assert response.status_code < 500, (address, query, body)


@pytest.mark.parametrize(("what", "shape"), ADDITIONS)
@few
@given(data=st.data())
def test_no_request_makes_an_addition_fail(world: World, what: str, shape: type, data: st.DataObject) -> None:
    schema: dict[str, Any] = msgspec.json.schema(shape)
    body = data.draw(wild.bodies(schema, schema))
    program = Program(world.program.token, accept=ZGODA)
    response = program.ask("POST", f"/zgoda/v1/issues/{world.case.id}/{what}", ZGODA, body, ZGODA)
    assert response.status_code < 500, body


@pytest.mark.parametrize("what", ["forward", "keep"])
@few
@given(data=st.data())
def test_no_request_makes_passing_a_message_on_fail(world: World, what: str, data: st.DataObject) -> None:
    schema = msgspec.json.schema(own_messages.NewMessageForward)
    body = data.draw(wild.bodies(schema, schema))
    message = ThreadMessage.objects.filter(thread_id=world.thread_id).first()
    address = f"/zgoda/v1/messages/{message.pk if message else uuid4()}/{what}"
    response = Program(world.program.token, accept=ZGODA).ask("POST", address, ZGODA, body, ZGODA)
    assert response.status_code < 500, body


@few
@given(
    raw=st.binary(max_size=200), lead=st.sampled_from([b"", PNG, PNG[:30], b"GIF89a", b"%PDF-1.7", b"II*\x00", b"BM"])
)
def test_no_bytes_make_a_transfer_fail(world: World, raw: bytes, lead: bytes) -> None:
    sent = lead + raw
    if sent:
        address = world.declared(sent)
        for kind in sorted(limits.ATTACHMENT_TYPES):
            assert world.program.put(address, sent, kind).status_code < 500, sent


@few
@given(
    headers=st.fixed_dictionaries(
        {},
        optional={
            name: st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)
            for name in ("Accept", "Accept_Language", "Authorization", "User_Agent", "Idempotency_Key", "Content_Type")
        },
    )
)
def test_no_header_makes_the_door_fail(world: World, headers: dict[str, str]) -> None:
    asked = {"accept": headers.pop("Accept", None) or "*/*", **headers}
    assert world.program.get(f"/sale/issues/{world.case.id}", **asked).status_code < 500


def _body(operation: dict[str, Any], method: str, path: str, data: st.DataObject) -> tuple[bytes, str]:
    if method == "GET":
        return b"", ""
    content = operation.get("requestBody", {})
    for kind in ("image/png", "application/pdf"):
        if kind in content.get("content", {}):
            return data.draw(st.binary(max_size=60)), kind
    if "$ref" in content:
        content = STRUCTURE["components"]["requestBodies"][content["$ref"].rsplit("/", maxsplit=1)[1]]
    schema = content["content"][version_of(path)]["schema"]
    return data.draw(wild.bodies(schema, STRUCTURE)), version_of(path)
