"""The rows of the Warehouse's workspace in the table of all addresses × all visitors."""

from dataclasses import replace
from uuid import uuid4

from tests.centre import stage
from tests.centre.claims.acts import filing
from tests.security.verdicts import Row, page, people
from tests.security.world import HOSTILE, MARK, World
from zgoda.centre.claims.door import file_claim
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.handle import open_discussion
from zgoda.centre.incidents.models import Choice, Incident, IncidentCase
from zgoda.centre.store.models import Case
from zgoda.domain.actors import Role
from zgoda.domain.claims.claim import Claim
from zgoda.domain.discussion import Discussion
from zgoda.engine import clock


def workspace_rows_of_the_warehouse() -> list[Row]:
    """P-04: cases of orders that it sends; any other is not found."""
    agents, approvers = people("warehouse"), people("warehouse", "admin")
    case = {"at": _fulfilled, "unknown": {"case_id": uuid4()}}
    made = {"at": _incident, "unknown": {"incident_id": uuid4()}}
    chosen = {"at": _choice, "unknown": {"choice_id": uuid4()}}
    claim = {"at": _claim, "unknown": {"claim_id": uuid4()}}
    ways = {"": "GET", "write": "POST", "comment": "POST", "end": "POST", "handover": "POST"}
    ways |= dict.fromkeys(("forward", "parcel", "refund", "document"), "GET POST")
    addresses = {f"warehouse/cases/<uuid:case_id>/{act}".rstrip("/"): way for act, way in ways.items()}
    return [
        page("centre", "warehouse", agents),
        page("centre", "warehouse/team", agents),
        page("centre", "warehouse/team.csv", agents),
        page("centre", "warehouse/claims", agents),
        page("centre", "warehouse/claims/<uuid:claim_id>", agents, **claim),
        page("centre", "warehouse/claims/<uuid:claim_id>/return", agents, "POST", **claim),
        page("centre", "warehouse/claims/<uuid:claim_id>/write", agents, "POST", **claim),
        page("centre", "warehouse/texts", agents, "GET POST"),
        page("centre", "warehouse/incidents", approvers),
        page("centre", "warehouse/incidents/new", agents),
        page("centre", "warehouse/incidents/choices", agents, "POST"),
        page("centre", "warehouse/incidents/new/<uuid:choice_id>", agents, "GET POST", **chosen),
        page("centre", "warehouse/incidents/<uuid:incident_id>", approvers, **made),
        page("centre", "warehouse/incidents/<uuid:incident_id>/progress", approvers, **made),
        page("centre", "warehouse/incidents/<uuid:incident_id>/approval", approvers, "POST", **made),
        page("centre", "warehouse/incidents/<uuid:incident_id>/refusal", approvers, "POST", **made),
        page("centre", "warehouse/incidents/<uuid:incident_id>/withdrawal", approvers, "POST", **made),
        *(page("centre", address, agents, way, **case) for address, way in addresses.items()),
    ]


def _fulfilled(world: World) -> dict[str, object]:
    """A case that the Warehouse answers, with hostile words; made when it is first looked for."""
    row = Case.objects.filter(at_warehouse=True).values_list("pk", flat=True).first()
    if row is None:
        made = stage.opening(stage.line(f"{MARK}{HOSTILE}"[:280], fulfilled=True), "NO_PRODUCT_RECEIVED")
        case = open_discussion(replace(made, details=stage.text(f"{MARK}{HOSTILE}")), now=stage.OPENED)
        assert isinstance(case, Discussion), case
        row = case.id
    return {"case_id": row}


def _incident(world: World) -> dict[str, object]:
    case_id = _fulfilled(world)["case_id"]
    made = Incident.objects.first()
    if made is None:
        words = f"{MARK}{HOSTILE}"
        made = Incident.objects.create(title=words[:120], text=words, by=world.users["warehouse"], at=stage.OPENED)
        IncidentCase.objects.create(incident=made, case_id=case_id, position=0, outcome="REFUSED", why="ENDED")
    return {"incident_id": made.pk}


def _choice(world: World) -> dict[str, object]:
    """A choice that finds the case."""
    _fulfilled(world)
    made = Choice.objects.first()
    if made is None:
        since, by = stage.OPENED.date(), world.users["warehouse"]
        made = Choice.objects.create(since=since, by=by, at=clock.now())
    return {"choice_id": made.pk}


def _claim(world: World) -> dict[str, object]:
    """A claim for which the Warehouse is responsible, with hostile words; made when it is first looked for."""
    row = ClaimRow.objects.filter(responsible=Role.WAREHOUSE.value).values_list("pk", flat=True).first()
    if row is None:
        line = stage.line(f"{MARK}{HOSTILE}"[:280], fulfilled=True)
        words = stage.text(f"{MARK}{HOSTILE}")
        filed = file_claim(
            filing(line, reason_code="PRODUCT_DAMAGED_PARCEL_INTACT", description=words), now=world.case.opened_at
        )
        assert isinstance(filed, Claim), filed
        row = filed.id
    return {"claim_id": row}
